package io.tidegate.api.jobs;

import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.api.jobs.DeadLetterListJson.RetriedJson;
import io.tidegate.store.DeadLetterAdministration;
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
import java.util.function.Supplier;
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

  @Inject private DeadLetterAdministration letters;
  @Inject private HttpBlockingWork bench;

  /** The oldest hundred. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listDeadLetters", summary = "The oldest hundred dead letters")
  @APIResponseSchema(value = DeadLetterListJson.class, responseCode = "200")
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    bench.answer(http, () -> DeadLetterListJson.of(letters.list()));
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
    change(
        http,
        id,
        () -> {
          letters.retry(id);
          return new RetriedJson(1);
        });
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
    change(
        http,
        id,
        () -> {
          letters.purge(id);
          return new PurgedJson(1);
        });
  }

  /** Throws all away. */
  @DELETE
  @Operation(operationId = "purgeDeadLetters", summary = "Throws all dead letters away")
  @APIResponseSchema(value = PurgedJson.class, responseCode = "200")
  public void purgeAll(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    change(http, null, () -> new PurgedJson(letters.purgeAll()));
  }

  /** Does {@code work} on the letter {@code id}, or on all; the audit log has which there were. */
  private void change(HttpServletRequest http, String id, Supplier<? extends Record> work) {
    bench.change(
        http,
        () ->
            DeadLetterListJson.of(letters.list()).data().stream()
                .filter(letter -> id == null || letter.id().equals(id))
                .toList(),
        work::get);
  }
}
