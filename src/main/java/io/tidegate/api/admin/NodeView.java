package io.tidegate.api.admin;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.http.PacedStream;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeJson;
import java.io.IOException;
import java.io.InputStream;

/** A node as administrators see it: what was said about it and how it fares. */
final class NodeView {

  private static final int MOST_BYTES = 256 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private NodeView() {}

  static ObjectNode of(Node node) {
    ObjectNode view = NodeJson.write(node.spec());
    view.put("apiKeySet", node.spec().apiKey() != null);
    view.put("state", node.condition());
    node.reason().ifPresent(why -> view.put("reason", why));
    view.put("inFlight", node.inFlight());
    node.models().keySet().stream().sorted().forEach(view.putArray("serving")::add);
    return view;
  }

  /**
   * The JSON that {@code body} holds, of which a tree is made: it has to be short.
   *
   * @throws FailureException if it is no JSON, or too long
   */
  static JsonNode parse(InputStream body) {
    try {
      byte[] read = body.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw PacedStream.tooLarge(MOST_BYTES);
      }
      return JSON.readTree(read);
    } catch (IOException notJson) {
      throw Failure.of(INVALID_JSON, "The body is not valid JSON.").asException();
    }
  }
}
