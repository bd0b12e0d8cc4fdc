package io.tidegate.upstream.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Reads JSON that may break off anywhere, also within a text: all of it that is there. Used once.
 */
public final class PartialJson {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** What is deeper is left out: nobody explains anything there, and trees are written deep. */
  private static final int DEEPEST = 50;

  private static final int LONGEST_NUMBER = 40;

  private final Deque<JsonNode> open = new ArrayDeque<>();
  private JsonNode root = MissingNode.getInstance();

  private PartialJson() {}

  /** What {@code text} begins with, which is missing unless that is JSON. */
  public static JsonNode read(String text) {
    PartialJson partial = new PartialJson();
    try (JsonParser in = JSON.createParser(closed(text))) {
      partial.read(in);
    } catch (IOException brokenOff) {
      return partial.root;
    }
    return partial.root;
  }

  /** With a quote that ends the last text, should it have no end. */
  private static char[] closed(String text) {
    int escape = text.lastIndexOf('\\');
    boolean half = escape >= 0 && halfEscape(text, escape);
    int length = half ? escape : text.length();
    char[] closed = Arrays.copyOf(text.toCharArray(), length + 1);
    closed[length] = '"';
    return closed;
  }

  private static boolean halfEscape(String text, int escape) {
    int before = escape;
    while (before > 0 && text.charAt(before - 1) == '\\') {
      before--;
    }
    boolean escaped = (escape - before) % 2 != 0;
    int rest = text.length() - escape;
    return !escaped && (rest == 1 || (text.charAt(escape + 1) == 'u' && rest < 6));
  }

  private void read(JsonParser in) throws IOException {
    do {
      JsonToken token = in.nextToken();
      if (token == null) {
        return;
      }
      if (token.isStructEnd()) {
        open.pop();
      } else if (token != JsonToken.FIELD_NAME) {
        add(in, token);
      }
    } while (!open.isEmpty());
  }

  private void add(JsonParser in, JsonToken token) throws IOException {
    JsonNode value = value(in, token);
    if (open.isEmpty()) {
      root = value;
    } else if (open.peek() instanceof ObjectNode object) {
      object.set(nameOf(in, token), value);
    } else if (open.peek() instanceof ArrayNode list) {
      list.add(value);
    }
    if (!token.isStructStart()) {
      return;
    }
    if (open.size() < DEEPEST) {
      open.push(value);
    } else {
      in.skipChildren();
    }
  }

  /** Within the start of an object or a list the parser is one level deeper already. */
  private static String nameOf(JsonParser in, JsonToken token) {
    JsonStreamContext context = in.getParsingContext();
    String name = (token.isStructStart() ? context.getParent() : context).getCurrentName();
    return name == null ? "" : name;
  }

  private static JsonNode value(JsonParser in, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> JsonNodeFactory.instance.objectNode();
      case START_ARRAY -> JsonNodeFactory.instance.arrayNode();
      case VALUE_STRING -> TextNode.valueOf(in.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
      default -> NullNode.getInstance();
    };
  }

  private static JsonNode number(JsonParser in) throws IOException {
    String digits = in.getText();
    boolean plain = digits.length() <= LONGEST_NUMBER && digits.matches("-?[0-9]+([.][0-9]+)?");
    return plain ? DecimalNode.valueOf(in.getDecimalValue()) : TextNode.valueOf(digits);
  }
}
