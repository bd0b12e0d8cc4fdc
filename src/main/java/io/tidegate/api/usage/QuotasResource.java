package io.tidegate.api.usage;

import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.QuotaBook;
import io.tidegate.quotas.QuotaState;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.usage.Prices;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The limits of tenants, of their keys and of their models. */
@Path("api/quotas")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Quotas", description = "How much tenants, their keys and their models may have")
@SecurityRequirement(name = "admin")
public class QuotasResource implements AuditedResource {

  @Inject private Quotas quotas;
  @Inject private QuotaBook book;
  @Inject private Prices prices;
  @Inject private HttpBlockingWork bench;

  /** All limits, and how they stand at this server. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listQuotas", summary = "All limits, and how they stand here")
  public QuotaListJson list() {
    return new QuotaListJson("list", quotas.all().stream().map(this::json).toList());
  }

  /** Sets the limits of a tenant. */
  @PUT
  @Path("{tenant}")
  @Operation(operationId = "setTenantQuota", summary = "Sets the limits of a tenant")
  @APIResponseSchema(value = QuotaJson.class, responseCode = "200")
  @RequestBody(required = true, content = @Content(schema = @Schema(ref = "QuotaLimits")))
  public void putTenant(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      InputStream body,
      @Suspended AsyncResponse never) {
    put(http, subject(tenant, Scope.TENANT, ""), body);
  }

  /** Sets the limits of a key. */
  @PUT
  @Path("{tenant}/keys/{key}")
  @Operation(operationId = "setKeyQuota", summary = "Sets the limits of a key")
  @APIResponseSchema(value = QuotaJson.class, responseCode = "200")
  @RequestBody(required = true, content = @Content(schema = @Schema(ref = "QuotaLimits")))
  public void putKey(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      @PathParam("key") String key,
      InputStream body,
      @Suspended AsyncResponse never) {
    put(http, subject(tenant, Scope.KEY, key), body);
  }

  /** Sets the limits of a tenant's model. */
  @PUT
  @Path("{tenant}/models/{model: .+}")
  @Operation(operationId = "setModelQuota", summary = "Sets the limits of a tenant's model")
  @APIResponseSchema(value = QuotaJson.class, responseCode = "200")
  @RequestBody(required = true, content = @Content(schema = @Schema(ref = "QuotaLimits")))
  public void putModel(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      @PathParam("model") String model,
      InputStream body,
      @Suspended AsyncResponse never) {
    put(http, subject(tenant, Scope.MODEL, model), body);
  }

  /** Takes back what was set for a tenant; what the configuration says holds again. */
  @DELETE
  @Path("{tenant}")
  @Operation(operationId = "deleteTenantQuota", summary = "Takes back the limits of a tenant")
  @APIResponse(responseCode = "204", description = "They are no more.")
  public void deleteTenant(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      @Suspended AsyncResponse never) {
    delete(http, subject(tenant, Scope.TENANT, ""));
  }

  /** Takes back what was set for a key. */
  @DELETE
  @Path("{tenant}/keys/{key}")
  @Operation(operationId = "deleteKeyQuota", summary = "Takes back the limits of a key")
  @APIResponse(responseCode = "204", description = "They are no more.")
  public void deleteKey(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      @PathParam("key") String key,
      @Suspended AsyncResponse never) {
    delete(http, subject(tenant, Scope.KEY, key));
  }

  /** Takes back what was set for a tenant's model. */
  @DELETE
  @Path("{tenant}/models/{model: .+}")
  @Operation(operationId = "deleteModelQuota", summary = "Takes back the limits of a model")
  @APIResponse(responseCode = "204", description = "They are no more.")
  public void deleteModel(
      @Context HttpServletRequest http,
      @PathParam("tenant") String tenant,
      @PathParam("model") String model,
      @Suspended AsyncResponse never) {
    delete(http, subject(tenant, Scope.MODEL, model));
  }

  private void put(HttpServletRequest http, Subject subject, InputStream body) {
    Limits limits = QuotaRequest.read(body);
    bench.act(
        http,
        200,
        () -> {
          book.put(subject, limits);
          return known(subject).orElseThrow(() -> unknown(subject));
        },
        made -> made,
        made -> made);
  }

  private void delete(HttpServletRequest http, Subject subject) {
    bench.remove(
        http,
        () -> {
          if (!book.remove(subject)) {
            throw unknown(subject);
          }
        });
  }

  private Optional<QuotaJson> known(Subject subject) {
    return quotas.all().stream()
        .filter(one -> one.subject().equals(subject))
        .findFirst()
        .map(this::json);
  }

  private QuotaJson json(QuotaState state) {
    return QuotaJson.of(state, book.isStored(state.subject()), prices.currency());
  }

  private static Subject subject(String tenant, Scope scope, String name) {
    try {
      TenantId id = new TenantId(tenant);
      Subject subject = new Subject(id, scope, scope == Scope.KEY ? new KeyId(name).value() : name);
      if (!subject.isStorable()) {
        throw Failure.invalid(
                "path", "must have 120 characters at most as tenant/scope/name, and no NUL")
            .asException();
      }
      return subject;
    } catch (IllegalArgumentException broken) {
      throw Failure.invalid("path", broken.getMessage()).asException();
    }
  }

  private static RuntimeException unknown(Subject subject) {
    return Failure.of(
            ErrorCode.NOT_FOUND, "No limits were set for '" + subject.text() + "' by the API.")
        .asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    Subject subject =
        path.containsKey("key")
            ? subject(path.get("tenant"), Scope.KEY, path.get("key"))
            : path.containsKey("model")
                ? subject(path.get("tenant"), Scope.MODEL, path.get("model"))
                : subject(path.get("tenant"), Scope.TENANT, "");
    return known(subject).map(ApiJson::text).orElse(null);
  }
}
