package io.tidegate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.testing.Parts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Bodies made at random: what is valid is read exactly, and nothing else escapes than a refusal.
 */
class RequestParserPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\"quoted\"\\",
          "\u6df1\u5ea6\u6c42\u7d22",
          "\ud83c\udf0a",
          "a\n\t\u0001",
          "model");

  @Property(tries = 500)
  void findsTheModelInAnyValidBody(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    String model = "m" + text(random);
    boolean stream = random.nextBoolean();
    byte[] body = body(random, model, stream).getBytes(UTF_8);

    Request request = RequestParser.parse(body, Operation.CHAT);

    assertThat(request.model()).isEqualTo(model);
    assertThat(request.stream()).isEqualTo(stream);
    ObjectNode expected = (ObjectNode) JSON.readTree(body);
    expected.put("model", "other \u00e9");
    String changed = Parts.text(request.bodyFor("other \u00e9"));
    assertThat(JSON.readTree(changed)).isEqualTo(expected);
    assertThat(Parts.text(request.bodyFor(model))).isEqualTo(new String(body, UTF_8));
  }

  @Property(tries = 500)
  void refusesWhateverElseWithItsOwnException(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] body = body(random, "m", true).getBytes(UTF_8);
    for (int i = random.nextInt(4); i >= 0; i--) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    try {
      Request request = RequestParser.parse(body, Operation.CHAT);
      assertThat(Parts.text(request.bodyFor("m"))).isNotEmpty();
    } catch (FailureException refused) {
      assertThat(refused.failure().code().status()).isEqualTo(400);
    }
  }

  private static String body(Random random, String model, boolean stream)
      throws JsonProcessingException {
    List<String> members = new ArrayList<>();
    members.add(member(random, "model", JsonNodeFactory.instance.textNode(model)));
    members.add(member(random, "stream", JsonNodeFactory.instance.booleanNode(stream)));
    members.add(
        member(
            random,
            "messages",
            JSON.createArrayNode().add(JSON.createObjectNode().set("c", value(random, 2)))));
    for (int i = random.nextInt(5); i > 0; i--) {
      members.add(member(random, "x" + i + text(random), value(random, 3)));
    }
    Collections.shuffle(members, random);
    return space(random) + "{" + String.join(",", members) + "}" + space(random);
  }

  private static String member(Random random, String name, JsonNode value)
      throws JsonProcessingException {
    return space(random)
        + escaped(random, JSON.writeValueAsString(name))
        + space(random)
        + ":"
        + space(random)
        + escaped(random, JSON.writeValueAsString(value))
        + space(random);
  }

  /** The same JSON with some of its characters beyond ASCII written as escapes. */
  private static String escaped(Random random, String json) {
    StringBuilder text = new StringBuilder();
    boolean escape = random.nextBoolean();
    json.chars()
        .mapToObj(
            next ->
                next > 127 && escape ? String.format("\\u%04x", next) : Character.toString(next))
        .forEach(text::append);
    return text.toString();
  }

  private static JsonNode value(Random random, int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> make.nullNode();
      case 1 -> make.booleanNode(random.nextBoolean());
      case 2 -> make.numberNode(random.nextLong());
      case 3 -> make.numberNode(random.nextDouble());
      case 4 -> make.textNode(text(random));
      case 5 -> make.arrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
      default -> make.objectNode().set(text(random), value(random, depth - 1));
    };
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static String space(Random random) {
    return " \r\n\t".substring(0, random.nextInt(5));
  }
}
