package io.tidegate.api.console;

import io.tidegate.api.entry.HttpPage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The session of somebody who uses the console: open to all, since it is how they come in. */
@Path("api/session")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session", description = "Signing in to the console, with a user of the server")
public class SessionResource {

  @Inject private HttpSignIn signIn;

  /** Signs in: the answer brings the session's cookie. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "SignIn"),
              example = "{\"user\": \"admin\", \"password\": \"…\"}"))
  @Operation(operationId = "signIn", summary = "Signs in: the answer brings the session's cookie")
  @APIResponseSchema(value = SessionView.class, responseCode = "200")
  public SessionView begin(@Context HttpServletRequest http, InputStream body) {
    SessionView view = signIn.begin(http, body);
    HttpSessionCookie.secure(http);
    return view;
  }

  /**
   * Who is signed in, and what they may do. If nobody is: 401, or 204 to a page's script, since
   * browsers report each 401 as an error of the page.
   */
  @GET
  @Operation(operationId = "getSession", summary = "Who is signed in, and what they may do")
  public SessionView get(@Context HttpServletRequest http) {
    return http.getUserPrincipal() == null && HttpPage.byScript(http) ? null : signIn.view(http);
  }

  /** Signs out. */
  @DELETE
  @Operation(operationId = "signOut", summary = "Signs out")
  @APIResponse(responseCode = "204", description = "Nobody is signed in.")
  public void end(@Context HttpServletRequest http) {
    signIn.end(http);
  }
}
