package io.tidegate.upstream.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first words for a person in a text of any form, cut to a few KiB. */
final class Words {

  /** The longest message that is passed on, in characters. */
  static final int LONGEST = 4 << 10;

  /** What stands in the place of all that was cut off. */
  static final String CUT = "\u2026";

  /** Members that explain, the best first, in small letters without underscores. */
  private static final List<String> EXPLAINING =
      List.of(
          "message",
          "msg",
          "errormessage",
          "errormsg",
          "statusmsg",
          "detail",
          "details",
          "errordescription",
          "description",
          "error",
          "errors",
          "reason",
          "cause",
          "title",
          "text");

  /** Members that hold texts which explain nothing. */
  private static final Set<String> OTHER =
      Set.of(
          "type",
          "code",
          "status",
          "statuscode",
          "object",
          "id",
          "requestid",
          "traceid",
          "param",
          "loc",
          "path",
          "timestamp",
          "url",
          "instance",
          "input",
          "ctx",
          "model",
          "created",
          "usage",
          "choices",
          "finishreason",
          "systemfingerprint",
          "index",
          "errortype",
          "errorcode",
          "delta",
          "role",
          "service",
          "version");

  private static final Pattern TAGGED =
      Pattern.compile("<(title|h1|message)\\b[^>]*>([^<]*)<", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNSEEN =
      Pattern.compile("<(script|style)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]+");
  private static final int DEEPEST = 16;

  private Words() {}

  /** The words in {@code text}, which is plain, HTML or XML; null when there are none. */
  static String of(String text) {
    return orNull(text.startsWith("<") ? ofMarkup(text) : text);
  }

  /** The words in {@code json}, or null when there are none. */
  static String of(JsonNode json) {
    return of(json, 0);
  }

  /** {@code text}, or its beginning when it is too long. */
  static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + CUT;
  }

  private static String of(JsonNode json, int depth) {
    if (json.isTextual()) {
      return orNull(json.textValue());
    }
    List<JsonNode> inside = depth < DEEPEST ? inside(json) : List.of();
    for (JsonNode node : inside) {
      String words = of(node, depth + 1);
      if (words != null) {
        return words;
      }
    }
    return null;
  }

  private static List<JsonNode> inside(JsonNode json) {
    List<JsonNode> nodes = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(nodes::add);
      return nodes;
    }
    Set<String> names = new HashSet<>(OTHER);
    for (String name : EXPLAINING) {
      names.add(name);
      json.properties().stream()
          .filter(member -> plain(member).equals(name))
          .forEach(member -> nodes.add(member.getValue()));
    }
    json.properties().stream()
        .filter(member -> !names.contains(plain(member)))
        .forEach(member -> nodes.add(member.getValue()));
    return nodes;
  }

  private static String plain(Map.Entry<String, JsonNode> member) {
    return member.getKey().replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }

  private static String ofMarkup(String text) {
    Matcher tagged = TAGGED.matcher(text);
    while (tagged.find()) {
      if (!tagged.group(2).isBlank()) {
        return unescaped(tagged.group(2));
      }
    }
    StringBuilder words = new StringBuilder();
    for (int at = 0; at >= 0 && at < text.length() && words.length() <= LONGEST; ) {
      int tag = text.indexOf('<', at);
      words.append(text, at, tag < 0 ? text.length() : tag).append(' ');
      at = tag < 0 ? -1 : behind(text, tag);
    }
    return unescaped(words.toString());
  }

  /** Behind the tag at {@code tag}, and behind what no browser shows; -1 at the end. */
  private static int behind(String text, int tag) {
    Matcher unseen = UNSEEN.matcher(text).region(tag, text.length());
    int from = unseen.lookingAt() ? text.indexOf("</", tag) : tag;
    int end = from < 0 ? -1 : text.indexOf('>', from);
    return end < 0 ? -1 : end + 1;
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ");
  }

  private static String orNull(String text) {
    String words = CONTROLS.matcher(cut(text.strip())).replaceAll(" ").strip();
    boolean said = words.codePoints().anyMatch(Character::isLetterOrDigit);
    return said && !words.equals("null") ? words : null;
  }
}
