package io.tidegate.api.jobs;

import io.tidegate.api.entry.Roles;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.api.jobs.DeadLetterListJson.RetriedJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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

/** Messages that nobody could process. */
@Path("api/dead-letters")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters", description = "Messages that nobody could process: retry or purge")
@SecurityRequirement(name = "admin")
public class DeadLettersResource {

  @Inject private HttpDeadLetters letters;

  /** The oldest hundred. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listDeadLetters", summary = "The oldest hundred dead letters")
  @APIResponseSchema(value = DeadLetterListJson.class, responseCode = "200")
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    letters.list(http);
  }

  /** Sends one to its queue again. */
  @POST
  @Path("{id}/retry")
  @Operation(operationId = "retryDeadLetter", summary = "Sends a dead letter to its queue again")
  @APIResponseSchema(value = RetriedJson.class, responseCode = "200")
  public void retry(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    letters.retry(http, id);
  }

  /** Throws one away. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "purgeDeadLetter", summary = "Throws a dead letter away")
  @APIResponseSchema(value = PurgedJson.class, responseCode = "200")
  public void purge(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    letters.purge(http, id);
  }

  /** Throws all away. */
  @DELETE
  @Operation(operationId = "purgeDeadLetters", summary = "Throws all dead letters away")
  @APIResponseSchema(value = PurgedJson.class, responseCode = "200")
  public void purgeAll(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    letters.purgeAll(http);
  }
}
