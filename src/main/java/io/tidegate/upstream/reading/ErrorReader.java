package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds out why a node refused or failed, in whatever form it, or a proxy before it, says so.
 *
 * <p>JSON of any form, also cut off; server-sent events; HTML and XML; plain text. The first words
 * found count. Never throws.
 */
public final class ErrorReader {

  /** Members that hold an error within an error or an answer, the likeliest first. */
  private static final List<String> INNER =
      List.of("error", "errors", "choices", "finish_reason", MiniMaxCodes.PLACE);

  /** Members that are told by name. */
  private static final Set<String> OWN = Set.of("message", "type", "param", "code");

  private static final List<String> STATUSES =
      List.of("status", "status_code", "statusCode", "http_status", "http_code");
  private static final int MOST_LEVELS = 8;
  private static final int LONGEST_MEMBER = 8 << 10;
  private static final int LONGEST_OBJECT = 16 << 10;

  private ErrorReader() {}

  /** The error in {@code body}, which may be cut off; unknown when it holds no words. */
  public static NodeError read(byte[] body) {
    return read(new String(body, UTF_8), 0);
  }

  private static NodeError read(String body, int level) {
    String text = unmarked(body);
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first == '{' || first == '[' || first == '"') {
      JsonNode json = PartialJson.read(text);
      if (!json.isMissingNode() && !(json.isContainerNode() && json.isEmpty())) {
        NodeError error = ofJson(json);
        if (error.message() != null || !json.isArray()) {
          return error;
        }
      }
    }
    if (level == 0 && SseEvent.begins(text)) {
      return ofEvents(text);
    }
    return new NodeError(Words.of(text), null, null, null);
  }

  private static NodeError ofEvents(String text) {
    byte[] data = SseEvent.of(text.getBytes(UTF_8)).data();
    return data == null ? NodeError.UNKNOWN : read(new String(data, UTF_8), 1);
  }

  private static NodeError ofJson(JsonNode root) {
    JsonNode at = root;
    JsonNode above = root;
    for (int level = 0; level < MOST_LEVELS; level++) {
      JsonNode inner = inner(at);
      if (inner == null) {
        break;
      }
      above = at.isObject() ? at : above;
      at = inner;
    }
    return error(at, above, root);
  }

  /** Where {@code at} says more exactly what is wrong, or null. */
  private static JsonNode inner(JsonNode at) {
    Stream<JsonNode> inside =
        at.isObject() ? INNER.stream().map(at::path) : at.isArray() ? stream(at) : Stream.empty();
    return inside
        .filter(JsonNode::isContainerNode)
        .filter(node -> !node.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static NodeError error(JsonNode at, JsonNode above, JsonNode root) {
    List<JsonNode> places = List.of(at, above, root, root.path("detail"));
    String message =
        places.stream().map(Words::of).filter(words -> words != null).findFirst().orElse(null);
    String known = MiniMaxCodes.type(above.path(MiniMaxCodes.PLACE));
    String type = known == null ? first(places, List.of("type", "error_type", "__type")) : known;
    String param = first(List.of(at, above), List.of("param"));
    String code = first(places, List.of("code", "error_code"));
    int stated =
        STATUSES.stream()
            .map(name -> NodeError.ofDigits(first(places, List.of(name))))
            .filter(status -> status != 0)
            .findFirst()
            .orElse(0);
    return new NodeError(message, type, param, code, stated, members(at));
  }

  /** The first text or number of one of {@code names} at one of {@code places}, or null. */
  private static String first(List<JsonNode> places, List<String> names) {
    return places.stream()
        .flatMap(place -> names.stream().map(place::path))
        .filter(value -> value.isTextual() || value.isNumber())
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank() && !text.equals("error"))
        .map(text -> Words.cut(text.strip()))
        .findFirst()
        .orElse(null);
  }

  private static ObjectNode members(JsonNode at) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    int length = 0;
    for (Map.Entry<String, JsonNode> member : at.properties()) {
      String name = member.getKey();
      boolean own =
          OWN.contains(name)
              || (name.equals("object") && "error".equals(member.getValue().textValue()));
      int size = own ? 0 : name.length() + member.getValue().toString().length();
      if (!own && size <= LONGEST_MEMBER && length + size <= LONGEST_OBJECT) {
        members.set(name, member.getValue());
        length += size;
      }
    }
    return members;
  }

  private static String unmarked(String text) {
    int start = 0;
    while (start < text.length() && (text.charAt(start) <= ' ' || text.charAt(start) == '\ufeff')) {
      start++;
    }
    return text.substring(start);
  }
}
