package io.tidegate.api.tenants;

import io.tidegate.api.admin.JsonBody;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.Examples;
import io.tidegate.api.http.ListParameters;
import io.tidegate.api.tenants.ApiKeyJson.ApiKeyListJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenants' API keys; what is secret of one is told once, to who makes or rotates it. */
@Path("api/keys")
@ApplicationScoped
@RolesAllowed(Roles.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = "admin")
public class KeysResource {

  @Inject private HttpKeys keys;

  /** All keys, or those of a tenant; those of the configuration first. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listKeys", summary = "All keys, or those of a tenant")
  public ApiKeyListJson list(@QueryParam("tenant") String tenant) {
    return keys.list(ListParameters.given(tenant));
  }

  /** One key. */
  @GET
  @Path("{id}")
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "getKey", summary = "One key")
  public ApiKeyJson get(@PathParam("id") String id) {
    return keys.get(id);
  }

  /** Makes a key and tells its secret, once. */
  @POST
  @Operation(operationId = "createKey", summary = "Makes a key and tells its secret, once")
  @APIResponseSchema(
      value = ApiKeyJson.class,
      responseCode = "201",
      responseDescription = "The key is good on all servers within two seconds.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "NewKey"), example = Examples.KEY))
  public void create(
      @Context HttpServletRequest http, InputStream body, @Suspended AsyncResponse never) {
    keys.make(http, JsonBody.parse(body));
  }

  /** Changes what a key is called, when it ends, and what it is good for. */
  @PATCH
  @Path("{id}")
  @Operation(
      operationId = "changeKey",
      summary = "Changes what a key is called, when it ends, and what it is good for")
  @APIResponseSchema(value = ApiKeyJson.class, responseCode = "200")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "KeyChange"), example = Examples.KEY_CHANGE))
  public void change(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      InputStream body,
      @Suspended AsyncResponse never) {
    keys.change(http, id, JsonBody.parse(body));
  }

  /** Gives a key a new secret and tells it, once; those before it end after the overlap. */
  @POST
  @Path("{id}/rotate")
  @Operation(operationId = "rotateKey", summary = "Gives a key a new secret and tells it, once")
  @APIResponseSchema(value = ApiKeyJson.class, responseCode = "200")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "KeyRotation"), example = Examples.KEY_ROTATION))
  public void rotate(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      InputStream body,
      @Suspended AsyncResponse never) {
    keys.rotate(http, id, JsonBody.parse(body));
  }

  /** Ends a key, on all servers within two seconds; it stays in the list. */
  @POST
  @Path("{id}/revoke")
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "revokeKey", summary = "Ends a key; it stays in the list")
  @APIResponseSchema(value = ApiKeyJson.class, responseCode = "200")
  public void revoke(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    keys.revoke(http, id);
  }

  /** Ends a key, as revoking it does, and takes it out of the list. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "deleteKey", summary = "Ends a key and takes it out of the list")
  @APIResponse(responseCode = "204", description = "The key is gone.")
  public void delete(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    keys.delete(http, id);
  }
}
