package io.tidegate.api.admin;

import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Two values of a setting, compared on shares of this server's live traffic. */
@Path("api/experiments")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(
    name = "Experiments",
    description = "Two values of a setting, compared on shares of this server's live traffic")
@SecurityRequirement(name = "admin")
public class ExperimentsResource implements AuditedResource {

  @Inject private Experiments experiments;

  /** The experiment that runs and the last ones, the youngest first. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(
      operationId = "listExperiments",
      summary = "The experiment that runs and the last ones, the youngest first")
  public ExperimentListJson list() {
    return new ExperimentListJson(
        "list", experiments.all().stream().map(ExperimentJson::of).toList());
  }

  /** One experiment. */
  @GET
  @Path("{id}")
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "getExperiment", summary = "One experiment and what it has shown")
  public ExperimentJson get(@PathParam("id") String id) {
    return ExperimentJson.of(experiments.find(id).orElseThrow(() -> unknown(id)));
  }

  /** Starts an experiment, unless one runs. */
  @POST
  @Operation(operationId = "startExperiment", summary = "Starts an experiment, unless one runs")
  @APIResponseSchema(
      value = ExperimentJson.class,
      responseCode = "201",
      responseDescription = "The experiment runs.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "ExperimentPlan"), example = Examples.EXPERIMENT))
  public Response start(InputStream body) {
    ExperimentView begun =
        experiments
            .start(ExperimentRequest.read(JsonBody.parse(body)))
            .orElseThrow(
                () ->
                    Failure.of(
                            ErrorCode.CONFLICT,
                            "An experiment runs: stop it, or wait until it has ended.")
                        .asException());
    return Response.created(URI.create("api/experiments/" + begun.id()))
        .entity(ExperimentJson.of(begun))
        .build();
  }

  /** Stops an experiment that runs; its figures stay. */
  @DELETE
  @Path("{id}")
  @Operation(
      operationId = "stopExperiment",
      summary = "Stops an experiment that runs; its figures stay")
  public ExperimentJson stop(@PathParam("id") String id) {
    ExperimentView known = experiments.find(id).orElseThrow(() -> unknown(id));
    experiments.stop(known.id());
    return get(id);
  }

  private static FailureException unknown(String id) {
    return Failure.ofParam(ErrorCode.NOT_FOUND, "id", "There is no experiment '" + id + "'.")
        .asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    String id = path.get("id");
    return experiments.all().stream()
        .filter(view -> id == null || view.id().equals(id))
        .findFirst()
        .map(view -> ApiJson.text(ExperimentJson.of(view)))
        .orElse(null);
  }
}
