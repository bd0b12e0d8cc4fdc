package io.tidegate.api.console;

import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How this server fares now and fared in the last hour. */
@Path("api/now")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Tag(name = "Now", description = "This server's figures: of this moment, and of the last hour")
@SecurityRequirement(name = "admin")
public class NowResource {

  @Inject private HttpNow now;

  /** This moment, and the last hour. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String get() {
    return now.json();
  }

  /** This moment once a second, and the last hour every ten, as server-sent events. */
  @GET
  @Path("events")
  public void events(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    now.follow(http);
  }
}
