package io.tidegate.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's reply to {@code GET /models}.
 *
 * @param status its HTTP status
 * @param models the ids it lists; empty when it lists none or its reply is no model list
 */
public record Probe(int status, List<String> models) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Probe {
    models = List.copyOf(models);
  }

  /**
   * Whether the node may be given calls.
   *
   * <p>A node that has no such path is alive all the same; one that refuses our key, fails or is
   * busy is not ready.
   */
  public boolean alive() {
    return switch (status) {
      case 401, 402, 403, 408, 425, 429 -> false;
      default -> status < 500;
    };
  }

  static Probe of(int status, String body) {
    List<String> ids = new ArrayList<>();
    if (status == 200 && body != null) {
      try {
        for (JsonNode model : JSON.readTree(body).path("data")) {
          String id = model.path("id").asText();
          if (!id.isEmpty()) {
            ids.add(id);
          }
        }
      } catch (JsonProcessingException notJson) {
        return new Probe(status, List.of());
      }
    }
    return new Probe(status, ids);
  }
}
