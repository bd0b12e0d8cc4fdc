package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;

import io.tidegate.api.calls.ModelJson.ModelListJson;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Failure;
import io.tidegate.routing.nodes.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The models that can be asked: what the nodes serve, and the aliases of it; as Anthropic's API
 * shows them to who sends {@code anthropic-version}.
 */
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
  @Operation(
      operationId = "listModels",
      summary = "All models",
      description = "With 'anthropic-version' a page of them, in Anthropic's form.")
  @APIResponseSchema(ModelListJson.class)
  public Response models(@Context HttpServletRequest http) {
    return isAnthropic(http) ? modelsAsAnthropic(http) : Response.ok(list(http)).build();
  }

  /** All models at DeepSeek's own path. */
  @GET
  @Path("models")
  @Operation(operationId = "listModelsAsDeepSeek", summary = "All models at DeepSeek's own path")
  public ModelListJson modelsAsDeepSeek(@Context HttpServletRequest http) {
    return list(http);
  }

  /** A page of models as Anthropic's API shows them. */
  @GET
  @Path("anthropic/v1/models")
  @Operation(hidden = true)
  public Response modelsAsAnthropic(@Context HttpServletRequest http) {
    AnthropicModelJson.ModelPage page =
        new AnthropicModelJson.ModelPage(
            http.getParameter("after_id"),
            http.getParameter("before_id"),
            http.getParameter("limit"));
    return Response.ok(
            page.of(
                pool.models().stream()
                    .filter(HttpVisit.of(http)::allows)
                    .map(id -> AnthropicModelJson.of(id, pool.facts(id)))
                    .toList()))
        .build();
  }

  /** One model; its id may contain slashes. */
  @GET
  @Path("v1/models/{id:.+}")
  @Operation(operationId = "getModel", summary = "One model")
  @APIResponseSchema(ModelJson.class)
  public Response model(@PathParam("id") String id, @Context HttpServletRequest http) {
    return isAnthropic(http) ? modelAsAnthropic(id, http) : Response.ok(one(id, http)).build();
  }

  /** One model at DeepSeek's own path. */
  @GET
  @Path("models/{id:.+}")
  @Operation(hidden = true)
  public ModelJson modelAsDeepSeek(@PathParam("id") String id, @Context HttpServletRequest http) {
    return one(id, http);
  }

  /** One model as Anthropic's API shows it. */
  @GET
  @Path("anthropic/v1/models/{id:.+}")
  @Operation(hidden = true)
  public Response modelAsAnthropic(@PathParam("id") String id, @Context HttpServletRequest http) {
    return Response.ok(AnthropicModelJson.of(known(id, http), pool.facts(id))).build();
  }

  /** Of which the key of {@code http} is good for calls. */
  private ModelListJson list(HttpServletRequest http) {
    return new ModelListJson(
        "list",
        pool.models().stream()
            .filter(HttpVisit.of(http)::allows)
            .map(id -> ModelJson.of(id, pool.facts(id)))
            .toList());
  }

  private ModelJson one(String id, HttpServletRequest http) {
    return ModelJson.of(known(id, http), pool.facts(id));
  }

  /** What a key is not good for does not exist for it. */
  private String known(String id, HttpServletRequest http) {
    if (!pool.knows(id) || !HttpVisit.of(http).allows(id)) {
      throw Failure.ofParam(MODEL_NOT_FOUND, "model", "The model '" + id + "' does not exist.")
          .asException();
    }
    return id;
  }

  private static boolean isAnthropic(HttpServletRequest http) {
    return http.getHeader(ApiFeatures.VERSION) != null;
  }
}
