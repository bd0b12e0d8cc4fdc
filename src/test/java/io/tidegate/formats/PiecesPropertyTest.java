package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever members a message has, none is lost between the forms of an answer. */
class PiecesPropertyTest {

  private static final String[] NAMES = {
    "content", "reasoning", "audio", "x", "id", "details", "y"
  };

  @Property(tries = 500)
  void aMessageOfAnyFormComesBackFromTheStreamMadeOfIt(@ForAll long seed) throws IOException {
    ObjectNode plain = answer(message(new Random(seed), 3));

    List<Events.Chunk> chunks = Events.read(Streamed.of(exact(plain), false));

    assertThat(Accumulated.of(chunks)).isEqualTo(exact(plain));
  }

  @Property(tries = 500)
  void aMessageComesBackHoweverItIsCut(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ObjectNode message = message(random, 3);
    List<Events.Chunk> chunks = new ArrayList<>();
    chunks.add(new Events.Chunk(0, 0, chunk(Json.object())));
    for (ObjectNode delta : deltas(message, random)) {
      chunks.add(new Events.Chunk(0, 0, exact(chunk(delta))));
    }

    ObjectNode expected = Json.object().put("role", "assistant").putNull("content");
    expected.setAll(exact(message));
    assertThat(Accumulated.of(chunks).at("/choices/0/message")).isEqualTo(expected);
  }

  private static ObjectNode message(Random random, int depth) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.set(NAMES[random.nextInt(NAMES.length)], value(random, depth));
    }
    if (object.has("id")) {
      object.put("id", "id" + random.nextInt());
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> Json.array().add(random.nextInt(100)).get(0);
      case 1, 2 -> Json.array().add("t".repeat(1 + random.nextInt(3)) + "\u6df1").get(0);
      case 3 -> message(random, depth - 1).put("z", "end");
      case 4 -> list(random, depth - 1, true);
      default -> list(random, depth - 1, false);
    };
  }

  private static ArrayNode list(Random random, int depth, boolean indexed) {
    ArrayNode list = Json.array();
    for (int i = 0; i <= random.nextInt(3); i++) {
      ObjectNode part = message(random, depth).put("z", "end");
      list.add(indexed ? part.put("index", i) : part);
    }
    return list;
  }

  /** The message in random pieces; what has no index, and no text to cut, comes in one. */
  private static List<ObjectNode> deltas(ObjectNode message, Random random) {
    List<ObjectNode> deltas = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      for (JsonNode piece : cut(member.getKey(), member.getValue(), random)) {
        deltas.add(Json.object().set(member.getKey(), piece));
      }
    }
    return deltas;
  }

  private static List<JsonNode> cut(String name, JsonNode value, Random random) {
    List<JsonNode> pieces = new ArrayList<>();
    if (value.isTextual() && !name.equals("id")) {
      String text = value.textValue();
      int at = random.nextInt(text.length() + 1);
      pieces.addAll(
          Json.array().add(text.substring(0, at)).add(text.substring(at)).valueStream().toList());
    } else if (value instanceof ObjectNode object && !object.isEmpty()) {
      pieces.addAll(deltas(object, random));
    } else if (value instanceof ArrayNode list) {
      for (JsonNode part : list) {
        if (part.has("index")) {
          for (ObjectNode delta : deltas((ObjectNode) part, random)) {
            pieces.add(Json.array().add(delta.set("index", part.get("index"))));
          }
        } else {
          pieces.add(Json.array().add(part));
        }
      }
    } else {
      pieces.add(value);
    }
    return pieces;
  }

  private static ObjectNode answer(ObjectNode message) {
    ObjectNode choice = Json.object().put("index", 0);
    ObjectNode whole = Json.object().put("role", "assistant").putNull("content");
    choice.set("message", whole.setAll(message));
    choice.put("finish_reason", "stop");
    ObjectNode answer = Json.object().put("object", "chat.completion");
    answer.putArray("choices").add(choice);
    return answer;
  }

  private static ObjectNode chunk(ObjectNode delta) {
    ObjectNode chunk = Json.object();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    return chunk;
  }

  private static ObjectNode exact(ObjectNode json) throws IOException {
    return Json.read(json.toString().getBytes(UTF_8));
  }
}
