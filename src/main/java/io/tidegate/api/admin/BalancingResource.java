package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.Examples;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.routing.balancing.Strategies;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** By which strategies the running server spreads calls; until its next start. */
@Path("api/balancing")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Balancing", description = "Strategies of the running server, until its next start")
@SecurityRequirement(name = "admin")
public class BalancingResource implements AuditedResource {

  @Inject private Strategies strategies;

  /** The strategy for all models, and those chosen for some. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(
      operationId = "getBalancing",
      summary = "The strategy for all models, and those chosen for some")
  public BalancingJson get() {
    return new BalancingJson(strategies.byDefault(), strategies.chosen());
  }

  /** Chooses a strategy from the next call on: for {@code model}, or for all others without it. */
  @PUT
  @Operation(
      operationId = "chooseStrategy",
      summary = "Chooses a strategy for a model, or for all others")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "StrategyChoice"), example = Examples.STRATEGY))
  public BalancingJson put(InputStream body) {
    JsonNode json = JsonBody.parse(body);
    try {
      strategies.choose(text(json, "model"), text(json, "strategy"));
    } catch (IllegalArgumentException broken) {
      throw Failure.ofParam(ErrorCode.INVALID_VALUE, "strategy", broken.getMessage() + ".")
          .asException();
    }
    return get();
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Failure.ofParam(ErrorCode.INVALID_VALUE, member, member + " must be a string.")
          .asException();
    }
    return value.asText();
  }

  @Override
  public String audited(Map<String, String> path) {
    return ApiJson.text(get());
  }
}
