package io.tidegate.api.tenants;

import io.tidegate.api.admin.JsonBody;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.Examples;
import io.tidegate.api.tenants.TenantJson.TenantListJson;
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

/** The tenants: those of the configuration, and those that are made here. */
@Path("api/tenants")
@ApplicationScoped
@RolesAllowed(Roles.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "Who may ask, and by which keys")
@SecurityRequirement(name = "admin")
public class TenantsResource {

  @Inject private HttpTenants tenants;

  /** All tenants, by name. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listTenants", summary = "All tenants, by name")
  public TenantListJson list() {
    return tenants.list();
  }

  /** One tenant. */
  @GET
  @Path("{name}")
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "getTenant", summary = "One tenant")
  public TenantJson get(@PathParam("name") String name) {
    return tenants.get(name);
  }

  /** Makes a tenant, which has no keys yet. */
  @POST
  @Operation(operationId = "createTenant", summary = "Makes a tenant, which has no keys yet")
  @APIResponseSchema(
      value = TenantJson.class,
      responseCode = "201",
      responseDescription = "The tenant is there.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "NewTenant"), example = Examples.TENANT))
  public void create(
      @Context HttpServletRequest http, InputStream body, @Suspended AsyncResponse never) {
    tenants.make(http, JsonBody.parse(body));
  }

  /** Changes on what terms a tenant asks. */
  @PATCH
  @Path("{name}")
  @Operation(operationId = "changeTenant", summary = "Changes on what terms a tenant asks")
  @APIResponseSchema(value = TenantJson.class, responseCode = "200")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "TenantChange"), example = Examples.TENANT_CHANGE))
  public void change(
      @Context HttpServletRequest http,
      @PathParam("name") String name,
      InputStream body,
      @Suspended AsyncResponse never) {
    tenants.change(http, name, JsonBody.parse(body));
  }

  /** Deletes a tenant that has no keys; what it left stays until it expires. */
  @DELETE
  @Path("{name}")
  @Operation(operationId = "deleteTenant", summary = "Deletes a tenant that has no keys")
  @APIResponse(responseCode = "204", description = "The tenant is gone.")
  public void delete(
      @Context HttpServletRequest http,
      @PathParam("name") String name,
      @Suspended AsyncResponse never) {
    tenants.delete(http, name);
  }
}
