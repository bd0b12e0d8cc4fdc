package io.tidegate.switches;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Facts;
import io.tidegate.exchange.Request.Range;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a body ask for less: by other values in their places, and by members in front of the first;
 * every other byte stays as it was sent.
 */
final class ThriftyBody {

  private static final JsonFactory JSON = new JsonFactory();

  /** Whoever sends one of these has said something of thinking. */
  private static final Set<String> THINKING =
      Set.of("thinking", "enable_thinking", "reasoning", "reasoning_effort");

  /** The members that bound an answer, the usual one first. */
  private static final Map<DialectName, List<String>> BOUNDS =
      Map.of(
          DialectName.CHAT, List.of("max_tokens", "max_completion_tokens"),
          DialectName.RESPONSES, List.of("max_output_tokens"),
          DialectName.MESSAGES, List.of("max_tokens"));

  private static final Set<String> TEMPLATE = Set.of("thinking", "enable_thinking");

  /** DeepSeek's name for its model that thinks. */
  private static final String THINKER = "reasoner";

  /** A text of ASCII in the place of a part, which is empty where it is put in. */
  private record Edit(Range span, String text) {

    private int growth() {
      return text.length() - (span.end() - span.start());
    }
  }

  private final Request sent;
  private final Operation operation;
  private final Brownout brownout;
  private final List<Edit> lowered = new ArrayList<>();
  private final List<Edit> nulls = new ArrayList<>();
  private int inside;
  private boolean bounded;
  private boolean thinks;
  private boolean budgeted;

  /** A body for {@code sent}, which is a JSON object with a member at least. */
  ThriftyBody(Request sent, Operation operation, Brownout brownout) {
    this.sent = sent;
    this.operation = operation;
    this.brownout = brownout;
    this.thinks = sent.model().endsWith(THINKER);
  }

  /** The request to ask; the one that was sent if it asks for no more. */
  Request request() {
    try (JsonParser in = JSON.createParser(sent.bytes())) {
      read(in);
    } catch (IOException unread) {
      // It was parsed before; a node may say what it thinks of it.
      return sent;
    }
    if (!opensWithBrace()) {
      return sent;
    }
    List<String> told = new ArrayList<>();
    List<Edit> edits = new ArrayList<>();
    List<Edit> caps = caps();
    if (!caps.isEmpty()) {
      told.add(bound() + "=" + brownout.maxTokens());
    }
    if (brownout.thinkingOff() && operation == Operation.CHAT && !thinks) {
      told.add("thinking=disabled");
      edits.add(inserted("\"thinking\":{\"type\":\"disabled\"},"));
    }
    edits.addAll(caps);
    return edits.isEmpty() ? sent : changed(edits, !caps.isEmpty(), String.join(", ", told));
  }

  /** Not so in UTF-16, of which the parser tells no offsets. */
  private boolean opensWithBrace() {
    return inside > 0 && inside <= sent.size() && sent.bytes()[inside - 1] == '{';
  }

  private List<Edit> caps() {
    if (brownout.maxTokens() == 0 || budgeted) {
      return List.of();
    }
    if (bounded) {
      return lowered;
    }
    return nulls.isEmpty()
        ? List.of(inserted("\"" + bound() + "\":" + brownout.maxTokens() + ","))
        : nulls.subList(0, 1);
  }

  private void read(JsonParser in) throws IOException {
    in.nextToken();
    inside = (int) in.currentTokenLocation().getByteOffset() + 1;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (BOUNDS.get(operation.dialect()).contains(name)) {
        bound(in);
      } else if (name.equals("thinking") && in.currentToken() == JsonToken.START_OBJECT) {
        thinking(in);
      } else if (name.equals("chat_template_kwargs")) {
        template(in);
      } else {
        thinks |= THINKING.contains(name);
        in.skipChildren();
      }
    }
  }

  /** The member that bounds an answer, as a body that has none is given one. */
  private String bound() {
    return BOUNDS.get(operation.dialect()).get(0);
  }

  /** Nodes refuse a bound that is not above the tokens that may be thought. */
  private void thinking(JsonParser in) throws IOException {
    thinks = true;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean budget = in.currentName().equals("budget_tokens");
      if (in.nextToken().isNumeric() && budget) {
        budgeted |= in.getDoubleValue() >= brownout.maxTokens();
      }
      in.skipChildren();
    }
  }

  /** A bound of a type that is none is the node's affair. */
  private void bound(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      nulls.add(capped(in, "null".length()));
      return;
    }
    bounded = true;
    if (in.currentToken().isNumeric() && in.getDoubleValue() > brownout.maxTokens()) {
      lowered.add(capped(in, in.getTextLength()));
    }
    in.skipChildren();
  }

  private Edit capped(JsonParser in, int length) {
    int start = (int) in.currentTokenLocation().getByteOffset();
    return new Edit(new Range(start, start + length), Integer.toString(brownout.maxTokens()));
  }

  private void template(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      thinks |= TEMPLATE.contains(in.currentName());
      in.nextToken();
      in.skipChildren();
    }
  }

  private Edit inserted(String member) {
    return new Edit(new Range(inside, inside), member);
  }

  private Request changed(List<Edit> edits, boolean capped, String told) {
    Facts facts = sent.facts();
    int most = capped ? least(facts.maxOutput(), brownout.maxTokens()) : facts.maxOutput();
    return new Request(
        body(edits), facts.moved(span -> moved(span, edits), most), new Request.Change(sent, told));
  }

  private byte[] body(List<Edit> edits) {
    byte[] before = sent.bytes();
    int growth = edits.stream().mapToInt(Edit::growth).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(before.length + growth);
    int done = 0;
    for (Edit edit : edits) {
      body.write(before, done, edit.span().start() - done);
      body.writeBytes(edit.text().getBytes(US_ASCII));
      done = edit.span().end();
    }
    body.write(before, done, before.length - done);
    return body.toByteArray();
  }

  private static Range moved(Range span, List<Edit> edits) {
    int by =
        edits.stream()
            .filter(edit -> edit.span().end() <= span.start())
            .mapToInt(Edit::growth)
            .sum();
    return span.equals(Range.NONE) ? span : new Range(span.start() + by, span.end() + by);
  }

  private static int least(int told, int cap) {
    return told == 0 ? cap : Math.min(told, cap);
  }
}
