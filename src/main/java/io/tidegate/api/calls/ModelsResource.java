package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.ModelFacts;
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
  public String models() {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    pool.models().forEach(id -> data.add(describe(id)));
    return list.toString();
  }

  /** All models at DeepSeek's own path. */
  @GET
  @Path("models")
  public String modelsAsDeepSeek() {
    return models();
  }

  /** One model; its id may contain slashes. */
  @GET
  @Path("v1/models/{id:.+}")
  public String model(@PathParam("id") String id) {
    if (!pool.models().contains(id)) {
      throw Failure.ofParam(MODEL_NOT_FOUND, "model", "The model '" + id + "' does not exist.")
          .asException();
    }
    return describe(id).toString();
  }

  /** One model at DeepSeek's own path. */
  @GET
  @Path("models/{id:.+}")
  @Operation(hidden = true)
  public String modelAsDeepSeek(@PathParam("id") String id) {
    return model(id);
  }

  private ObjectNode describe(String id) {
    ModelFacts facts = pool.facts(id);
    ObjectNode model =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("object", "model")
            .put("created", facts.created())
            .put("owned_by", "tidegate");
    if (facts.maxModelLen() > 0) {
      model.put("max_model_len", facts.maxModelLen());
    }
    if (facts.contextLength() > 0) {
      model.put("context_length", facts.contextLength());
    }
    return model;
  }
}
