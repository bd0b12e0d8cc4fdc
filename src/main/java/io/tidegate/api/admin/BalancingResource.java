package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.entry.Roles;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
public class BalancingResource {

  @Inject private Strategies strategies;

  /** The strategy for all models, and those chosen for some. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  public String get() {
    ObjectNode view = JsonNodeFactory.instance.objectNode().put("strategy", strategies.byDefault());
    ObjectNode models = view.putObject("models");
    strategies.chosen().forEach(models::put);
    return view.toString();
  }

  /** Chooses a strategy from the next call on: for {@code model}, or for all others without it. */
  @PUT
  @RequestBody(
      content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = Examples.STRATEGY))
  public String put(InputStream body) {
    JsonNode json = NodeView.parse(body);
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
}
