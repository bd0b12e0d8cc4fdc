package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.http.Examples;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.switches.InvalidSwitchException;
import io.tidegate.switches.SwitchName;
import io.tidegate.switches.Switches;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an operator turns on in an outage: on all servers, for a reason, until a time. */
@Path("api/switches")
@ApplicationScoped
@RolesAllowed({"admin", "operator"})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Switches", description = "Emergency switches of all servers, each until a time")
@SecurityRequirement(name = "admin")
public class SwitchesResource implements AuditedResource {

  @Inject private Switches switches;

  /** What is on, what there is, and what was done last. */
  @GET
  @Operation(
      operationId = "listSwitches",
      summary = "What is on, what there is, and what was done last")
  @APIResponse(
      responseCode = "200",
      description = "The switches.",
      content = @Content(schema = @Schema(ref = "SwitchList")))
  @RolesAllowed({"admin", "operator", "viewer"})
  public String get() {
    return SwitchesJson.of(switches);
  }

  /** Turns a switch on, or to something else; on the other servers, too, within two seconds. */
  @PUT
  @Operation(operationId = "turnSwitchOn", summary = "Turns a switch on, until a time")
  @APIResponse(
      responseCode = "200",
      description = "The switch as it is on.",
      content = @Content(schema = @Schema(ref = "Switch")))
  @Path("{name}")
  @RequestBody(content = @Content(schema = @Schema(ref = "SwitchOrder"), example = Examples.SWITCH))
  public String turnOn(
      @PathParam("name") String name, @Context SecurityContext security, InputStream body) {
    SwitchName known = known(name);
    JsonNode json = JsonBody.parse(body);
    try {
      return SwitchesJson.of(
              switches.turnOn(
                  known, SwitchesJson.order(json, security.getUserPrincipal().getName())))
          .toString();
    } catch (InvalidSwitchException broken) {
      throw refused(broken);
    }
  }

  /** Turns a switch off, if it is on. */
  @DELETE
  @Operation(operationId = "turnSwitchOff", summary = "Turns a switch off, if it is on")
  @APIResponse(responseCode = "204", description = "It is off.")
  @Path("{name}")
  public void turnOff(
      @PathParam("name") String name,
      @QueryParam("value") String value,
      @Context SecurityContext security) {
    try {
      switches.turnOff(known(name), value, security.getUserPrincipal().getName());
    } catch (InvalidSwitchException broken) {
      throw refused(broken);
    }
  }

  private static SwitchName known(String name) {
    return SwitchName.named(name)
        .orElseThrow(
            () ->
                Failure.of(
                        ErrorCode.NOT_FOUND,
                        "There is no such switch. There are: "
                            + String.join(", ", SwitchName.labels())
                            + ".")
                    .asException());
  }

  private static FailureException refused(InvalidSwitchException broken) {
    return Failure.invalid(broken.field(), broken.getMessage()).asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    List<String> on =
        switches.state().on().stream()
            .filter(act -> act.name().label().equals(path.get("name")))
            .map(act -> SwitchesJson.of(act).toString())
            .toList();
    return on.isEmpty() ? null : on.toString();
  }
}
