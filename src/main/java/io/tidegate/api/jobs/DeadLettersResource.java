package io.tidegate.api.jobs;

import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages that nobody could process. */
@Path("api/dead-letters")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Tag(name = "Dead letters", description = "Messages that nobody could process: retry or purge")
@SecurityRequirement(name = "admin")
public class DeadLettersResource {

  @Inject private HttpDeadLetters letters;

  /** The oldest hundred. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    letters.list(http);
  }

  /** Sends one to its queue again. */
  @POST
  @Path("{id}/retry")
  public void retry(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    letters.retry(http, id);
  }

  /** Throws one away. */
  @DELETE
  @Path("{id}")
  public void purge(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    letters.purge(http, id);
  }

  /** Throws all away. */
  @DELETE
  public void purgeAll(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    letters.purgeAll(http);
  }
}
