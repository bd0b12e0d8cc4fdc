package io.tidegate.api.admin;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;

import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.Examples;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.routing.nodes.NodeJson;
import io.tidegate.routing.nodes.NodeSpec;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

/** The pool of the running server; what is changed here survives a restart. */
@Path("api/nodes")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes", description = "The pool of the running server; changes survive a restart")
@SecurityRequirement(name = "admin")
public class NodesResource implements AuditedResource {

  @Inject private NodeAdministration nodes;
  @Inject private NodeLoads loads;

  /** All nodes. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "listNodes", summary = "All nodes")
  public List<NodeViewJson> list() {
    return nodes.all().stream().map(loads::of).toList();
  }

  /** One node. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Path("{name}")
  @Operation(operationId = "getNode", summary = "One node")
  public NodeViewJson get(@PathParam("name") String name) {
    return loads.of(nodes.find(name).orElseThrow(() -> unknown(name)));
  }

  /** Adds or replaces a node; it gets calls from now on. */
  @PUT
  @Path("{name}")
  @Operation(operationId = "putNode", summary = "Adds or replaces a node")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "NodeSettings"), example = Examples.NODE))
  public NodeViewJson put(@PathParam("name") String name, InputStream body) {
    NodeSpec before = nodes.find(name).map(Node::spec).orElse(null);
    return loads.of(nodes.put(NodeJson.read(name, JsonBody.parse(body), before)));
  }

  /** Changes a node's weight, threshold or draining. */
  @PATCH
  @Path("{name}")
  @Operation(
      operationId = "changeNode",
      summary = "Changes the weight, threshold or draining of a node")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "NodeChange"), example = Examples.NODE_CHANGE))
  public NodeViewJson patch(@PathParam("name") String name, InputStream body) {
    return loads.of(
        nodes
            .change(name, spec -> NodeJson.change(spec, JsonBody.parse(body)))
            .orElseThrow(() -> unknown(name)));
  }

  /** Takes a node out of the pool; its running calls go on. */
  @DELETE
  @Path("{name}")
  @Operation(
      operationId = "removeNode",
      summary = "Takes a node out of the pool; its running calls go on")
  @APIResponse(responseCode = "204", description = "The node is gone.")
  public void delete(@PathParam("name") String name) {
    if (!nodes.remove(name)) {
      throw unknown(name);
    }
  }

  private static FailureException unknown(String name) {
    return Failure.ofParam(NOT_FOUND, "name", "There is no node '" + name + "'.").asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    return nodes
        .find(path.getOrDefault("name", ""))
        .map(node -> ApiJson.text(NodeViewJson.of(node, null, 0, 0, List.of())))
        .orElse(null);
  }
}
