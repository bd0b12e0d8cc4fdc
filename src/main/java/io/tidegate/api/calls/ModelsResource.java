package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;

import io.tidegate.api.calls.ModelJson.ModelListJson;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.exchange.Failure;
import io.tidegate.routing.nodes.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models that can be asked: what the nodes serve, and the aliases of it. */
@Path("/")
@ApplicationScoped
@TenantOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
@SecurityRequirement(name = "key")
public class ModelsResource {

  @Inject private Pool pool;

  /** All models. */
  @GET
  @Path("v1/models")
  @Operation(operationId = "listModels", summary = "All models")
  public ModelListJson models() {
    return new ModelListJson(
        "list", pool.models().stream().map(id -> ModelJson.of(id, pool.facts(id))).toList());
  }

  /** All models at DeepSeek's own path. */
  @GET
  @Path("models")
  @Operation(operationId = "listModelsAsDeepSeek", summary = "All models at DeepSeek's own path")
  public ModelListJson modelsAsDeepSeek() {
    return models();
  }

  /** One model; its id may contain slashes. */
  @GET
  @Path("v1/models/{id:.+}")
  @Operation(operationId = "getModel", summary = "One model")
  public ModelJson model(@PathParam("id") String id) {
    if (!pool.models().contains(id)) {
      throw Failure.ofParam(MODEL_NOT_FOUND, "model", "The model '" + id + "' does not exist.")
          .asException();
    }
    return ModelJson.of(id, pool.facts(id));
  }

  /** One model at DeepSeek's own path. */
  @GET
  @Path("models/{id:.+}")
  @Operation(hidden = true)
  public ModelJson modelAsDeepSeek(@PathParam("id") String id) {
    return model(id);
  }
}
