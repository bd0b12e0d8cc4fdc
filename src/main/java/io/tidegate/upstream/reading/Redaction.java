package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tidegate.exchange.Outcome.ErrorText;
import java.util.regex.Pattern;

/**
 * Takes credentials, and the names of the accounts behind them, out of what nodes say, and cuts it
 * to what an error may hold.
 */
public final class Redaction {

  private static final int MOST = 4000;
  private static final String REDACTED = "[redacted]";

  /** What OpenAI's keys and those made after them look like, and its names of who pays. */
  private static final Pattern KEY =
      Pattern.compile("\\bsk-[\\w*.-]+|\\b(?:org-|proj_)[A-Za-z0-9]{12,}");

  /** So much of a key that was cut is a part of it, and no chance. */
  private static final int TELLING = 4;

  private Redaction() {}

  /**
   * {@code error} without credentials, in whichever of its members it quotes them.
   *
   * <p>Before it is written as JSON: there a key may stand behind what escapes a line's end, where
   * it does not look like one.
   *
   * @param apiKey the credential that the node was asked with, or null
   */
  public static NodeError of(NodeError error, String apiKey) {
    return new NodeError(
        text(error.message(), apiKey),
        text(error.type(), apiKey),
        text(error.param(), apiKey),
        text(error.code(), apiKey),
        error.stated(),
        (ObjectNode) json(error.members(), apiKey));
  }

  /**
   * The words of an error without credentials.
   *
   * @param message what it says, or null
   * @param json its error object
   */
  public static ErrorText words(String message, byte[] json) {
    String said = message == null || message.isBlank() ? null : message;
    boolean cut = said != null && said.length() > MOST;
    return new ErrorText(cut ? said.substring(0, MOST) + "..." : said, new String(json, UTF_8));
  }

  private static JsonNode json(JsonNode node, String apiKey) {
    if (node.isTextual()) {
      return TextNode.valueOf(text(node.textValue(), apiKey));
    }
    if (node instanceof ArrayNode list) {
      ArrayNode told = list.arrayNode();
      list.forEach(each -> told.add(json(each, apiKey)));
      return told;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode told = object.objectNode();
      object
          .properties()
          .forEach(
              member -> told.set(text(member.getKey(), apiKey), json(member.getValue(), apiKey)));
      return told;
    }
    return node;
  }

  private static String text(String text, String apiKey) {
    if (text == null) {
      return null;
    }
    // A shorter one is no secret, but a word that a node had to be given, and parts of others.
    boolean keyed = apiKey != null && apiKey.length() >= TELLING;
    String without = keyed ? withoutPart(text.replace(apiKey, REDACTED), apiKey) : text;
    return KEY.matcher(without).replaceAll(REDACTED);
  }

  /**
   * {@code text} without the beginning of the key that a cut has left at its end: ours, which is
   * marked, or that of a body that is too long or broke off, which is not.
   */
  private static String withoutPart(String text, String apiKey) {
    String cut = text.endsWith(Words.CUT) ? Words.CUT : "";
    int end = text.length() - cut.length();
    for (int length = Math.min(apiKey.length() - 1, end); length >= TELLING; length--) {
      if (text.regionMatches(end - length, apiKey, 0, length)) {
        return text.substring(0, end - length) + REDACTED + cut;
      }
    }
    return text;
  }
}
