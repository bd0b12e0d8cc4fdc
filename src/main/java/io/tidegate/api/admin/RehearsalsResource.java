package io.tidegate.api.admin;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.http.Examples;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.rehearsal.Rehearsals;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What would become of calls with other nodes, strategies or settings; nothing real is touched. */
@Path("api/rehearsals")
@ApplicationScoped
@RolesAllowed({"admin", "operator"})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Rehearsals", description = "What would become of calls; kept by the server asked")
@SecurityRequirement(name = "admin")
public class RehearsalsResource implements AuditedResource {

  private static final int MOST_BYTES = 8 << 20;

  @Inject private Rehearsals rehearsals;

  /** Begins a rehearsal, unless another runs. */
  @POST
  @Operation(operationId = "beginRehearsal", summary = "Begins a rehearsal, unless one runs")
  @APIResponse(
      responseCode = "202",
      description = "The rehearsal has begun.",
      content = @Content(schema = @Schema(ref = "Rehearsal")))
  @RequestBody(
      content = @Content(schema = @Schema(ref = "RehearsalOrder"), example = Examples.REHEARSAL))
  public Response begin(InputStream body) {
    ObjectNode begun = rehearsals.begin(JsonBody.parse(body, MOST_BYTES));
    URI location = URI.create("/api/rehearsals/" + begun.get("id").textValue());
    return Response.accepted(begun.toString()).location(location).build();
  }

  /** The rehearsals that are kept, the latest first. */
  @GET
  @Operation(operationId = "listRehearsals", summary = "The rehearsals, the latest first")
  @APIResponse(
      responseCode = "200",
      description = "The rehearsals that are kept.",
      content = @Content(schema = @Schema(ref = "RehearsalList")))
  public String list() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.putArray("data").addAll(rehearsals.all());
    return list.toString();
  }

  /** One rehearsal: how far it is, and its results. */
  @GET
  @Path("{id}")
  @Operation(operationId = "getRehearsal", summary = "How far a rehearsal is, and its results")
  @APIResponse(
      responseCode = "200",
      description = "The rehearsal.",
      content = @Content(schema = @Schema(ref = "Rehearsal")))
  public String get(@PathParam("id") String id) {
    return rehearsals.find(id).orElseThrow(() -> unknown(id)).toString();
  }

  /** Cancels the one that runs, or forgets another. */
  @DELETE
  @Operation(
      operationId = "deleteRehearsal",
      summary = "Cancels the rehearsal that runs, or forgets another")
  @APIResponse(responseCode = "204", description = "It is cancelled or forgotten.")
  @Path("{id}")
  public void delete(@PathParam("id") String id) {
    if (!rehearsals.remove(id)) {
      throw unknown(id);
    }
  }

  private static FailureException unknown(String id) {
    return Failure.ofParam(NOT_FOUND, "id", "There is no rehearsal '" + id + "'.").asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    String id = path.get("id");
    return rehearsals.all().stream()
        .filter(one -> id == null || id.equals(one.path("id").asText()))
        .findFirst()
        .map(one -> one.deepCopy().retain("id", "state").toString())
        .orElse(null);
  }
}
