package io.tidegate.api.console;

import io.tidegate.api.console.OverviewJson.JobOverviewJson;
import io.tidegate.api.console.OverviewJson.JobRowJson;
import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The jobs of all tenants; neither questions nor answers. */
@Path("api/admin/jobs")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@SecurityRequirement(name = "admin")
public class AdminJobsResource {

  @Inject private HttpOverview overview;

  /** Newest first, all or those in a state or of a tenant; and how many there are in each state. */
  @GET
  @Operation(operationId = "listAllJobs", summary = "The jobs of all tenants, newest first")
  @APIResponseSchema(value = JobOverviewJson.class, responseCode = "200")
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  public void list(
      @Context HttpServletRequest http,
      @BeanParam HttpOverviewParameters asked,
      @Suspended AsyncResponse never) {
    overview.jobs(http, asked);
  }

  /** Cancels a job, also while it runs; one that has ended stays as it is. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "cancelAnyJob", summary = "Cancels a job")
  @APIResponseSchema(value = JobRowJson.class, responseCode = "200")
  public void cancel(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    overview.cancelJob(http, id);
  }

  /** Gives a job that ran out of attempts all of them again, and its time. */
  @POST
  @Path("{id}/retry")
  @Operation(
      operationId = "retryAnyJob",
      summary = "Gives a job that ran out of attempts all of them again")
  @APIResponseSchema(value = JobRowJson.class, responseCode = "200")
  public void retry(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    overview.retryJob(http, id);
  }
}
