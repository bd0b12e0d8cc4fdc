package io.tidegate.api.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.api.http.Examples;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.experiments.ExperimentView;
import io.tidegate.experiments.Experiments;
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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Two values of a setting, compared on shares of this server's live traffic. */
@Path("api/experiments")
@ApplicationScoped
@RolesAllowed({"admin", "operator", "viewer"})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(
    name = "Experiments",
    description = "Two values of a setting, compared on shares of this server's live traffic")
@SecurityRequirement(name = "admin")
public class ExperimentsResource {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject private Experiments experiments;

  /** The experiment that runs and the last ones, the youngest first. */
  @GET
  public String list() {
    List<ExperimentRepresentation> all =
        experiments.all().stream().map(ExperimentRepresentation::of).toList();
    return json(Map.of("object", "list", "data", all));
  }

  /** One experiment. */
  @GET
  @Path("{id}")
  public String get(@PathParam("id") String id) {
    return shown(experiments.find(id).orElseThrow(() -> unknown(id)));
  }

  /** Starts an experiment, unless one runs. */
  @POST
  @RolesAllowed({"admin", "operator"})
  @RequestBody(
      content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = Examples.EXPERIMENT))
  public Response start(InputStream body) {
    ExperimentView begun =
        experiments
            .start(ExperimentRequest.read(NodeView.parse(body)))
            .orElseThrow(
                () ->
                    Failure.of(
                            ErrorCode.CONFLICT,
                            "An experiment runs: stop it, or wait until it has ended.")
                        .asException());
    return Response.created(URI.create("api/experiments/" + begun.id()))
        .entity(shown(begun))
        .build();
  }

  /** Stops an experiment that runs; its figures stay. */
  @DELETE
  @Path("{id}")
  @RolesAllowed({"admin", "operator"})
  public String stop(@PathParam("id") String id) {
    ExperimentView known = experiments.find(id).orElseThrow(() -> unknown(id));
    experiments.stop(known.id());
    return get(id);
  }

  private static String shown(ExperimentView view) {
    return json(ExperimentRepresentation.of(view));
  }

  private static String json(Object representation) {
    try {
      return JSON.writeValueAsString(representation);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static FailureException unknown(String id) {
    return Failure.ofParam(ErrorCode.NOT_FOUND, "id", "There is no experiment '" + id + "'.")
        .asException();
  }
}
