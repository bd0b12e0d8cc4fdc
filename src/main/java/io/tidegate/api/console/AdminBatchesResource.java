package io.tidegate.api.console;

import io.tidegate.api.console.OverviewJson.BatchOverviewJson;
import io.tidegate.api.console.OverviewJson.BatchRowJson;
import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

/** The batches of all tenants; neither questions nor answers. */
@Path("api/admin/batches")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@SecurityRequirement(name = "admin")
public class AdminBatchesResource {

  @Inject private HttpOverview overview;

  /** Newest first, all or those in a state or of a tenant; and how many there are in each state. */
  @GET
  @Operation(operationId = "listAllBatches", summary = "The batches of all tenants, newest first")
  @APIResponseSchema(value = BatchOverviewJson.class, responseCode = "200")
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  public void list(
      @Context HttpServletRequest http,
      @BeanParam HttpOverviewParameters asked,
      @Suspended AsyncResponse never) {
    overview.batches(http, asked);
  }

  /** Cancels a batch; lines that were answered keep their answers. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "cancelAnyBatch", summary = "Cancels a batch")
  @APIResponseSchema(value = BatchRowJson.class, responseCode = "200")
  public void cancel(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    overview.cancelBatch(http, id);
  }
}
