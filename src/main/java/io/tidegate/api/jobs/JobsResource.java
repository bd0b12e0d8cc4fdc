package io.tidegate.api.jobs;

import io.tidegate.api.calls.JobHeaders;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A tenant's jobs: calls that are kept until they are answered. */
@Path("api/jobs")
@ApplicationScoped
@TenantOnly
@Tag(name = "Jobs", description = "Calls that are kept until they are answered")
@SecurityRequirement(name = "key")
public class JobsResource {

  @Inject private HttpJobs jobs;

  /** Keeps a call as a job: 202 once it cannot be lost any more. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.DEADLINE,
      example = "PT2H",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.RETENTION,
      example = "P7D",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.KEY,
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.WEBHOOK,
      schema = @Schema(type = SchemaType.STRING))
  @RequestBody(
      content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = Examples.CHAT))
  public void submit(
      @Context HttpServletRequest http,
      @QueryParam("endpoint") String endpoint,
      @Suspended AsyncResponse never)
      throws IOException {
    jobs.submit(http, endpoint);
  }

  /** Jobs, newest first. */
  @GET
  public void list(
      @Context HttpServletRequest http,
      @QueryParam("status") String status,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Suspended AsyncResponse never) {
    jobs.list(http, JobQuery.read(status, after, limit));
  }

  /** One job as it stands. */
  @GET
  @Path("{id}")
  public void get(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.get(http, id);
  }

  /** The answer, as the call itself would have got it; 409 while there is none. */
  @GET
  @Path("{id}/result")
  public void result(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.result(http, id);
  }

  /** States, and content as it comes in, as server-sent events until the job's end. */
  @GET
  @Path("{id}/events")
  public void events(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.events(http, id);
  }

  /** Cancels a job, also while it runs; one that has ended stays as it is. */
  @DELETE
  @Path("{id}")
  public void cancel(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.cancel(http, id);
  }
}
