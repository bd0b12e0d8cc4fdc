package io.tidegate.dialect;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.Request.Renamed;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads from a request body what the gateway needs, in one pass, and refuses what no node could
 * answer. What it does not know it leaves alone: nodes have fields of their own.
 *
 * <p>Here is what all dialects have in common; each reads its own members. For one body.
 */
public abstract class RequestReader {

  /** Reads one element of a list. */
  protected interface Element {

    /** Reads or passes over the element number {@code at}, at whose start {@code in} is. */
    void read(int at, JsonParser in) throws IOException;
  }

  /** DeepSeek's bound for {@code user_id}; what is longer is not remembered. */
  private static final int LONGEST_KEY = 512;

  private static final Pattern USER_ID = Pattern.compile("[a-zA-Z0-9_-]{1," + LONGEST_KEY + "}");

  /** No node has a model of a longer name. */
  private static final int LONGEST_MODEL = 4096;

  /**
   * Messages of a conversation, or texts to embed, of which no model takes as many. Tokens of a
   * text, which are numbers, are as many as the body holds: they cost little more than their bytes.
   */
  private static final int MOST_ELEMENTS = 65_536;

  /** Members of a request, of which the APIs have some dozens. */
  private static final int MOST_MEMBERS = 1024;

  /** A character takes so many bytes at most, when it is escaped. */
  private static final int ESCAPED = 6;

  private final byte[] body;
  private final Operation operation;
  private String model;
  private Range name = Range.NONE;
  private boolean stream;
  private boolean streamSeen;
  private boolean deterministic;
  private Renamed user;

  /** A reader of {@code body}, which must not be changed. */
  protected RequestReader(byte[] body, Operation operation) {
    this.body = body;
    this.operation = operation;
  }

  /** What the members read by the dialect say. */
  protected abstract Own own();

  /**
   * Reads or passes over the member {@code name}, at whose value {@code in} is.
   *
   * @throws FailureException that names the field and the rule that it breaks
   */
  protected abstract void member(String name, JsonParser in) throws IOException;

  /** Marks of what in the request its maker alone can read, the latest first; none by default. */
  protected List<String> encrypted() {
    return List.of();
  }

  /** The member that must be given and is not, or null. */
  protected abstract String missing();

  /**
   * What each dialect says in its own way.
   *
   * @param input what is asked
   * @param tools the tools on offer, or nothing
   * @param session what ties calls of one conversation together, or empty
   * @param maxOutput the most tokens the answer may have, or 0 when not said
   * @param usage whether a stream would end with the tokens used
   * @param repeatable whether another call of the same body may be given the same answer
   * @param beta whether it asks for what DeepSeek has below its beta root alone
   */
  public record Own(
      Range input,
      Range tools,
      String session,
      int maxOutput,
      boolean usage,
      boolean repeatable,
      boolean beta) {}

  /**
   * The request.
   *
   * @throws FailureException that names the field and the rule; no words of the body are in it
   */
  public final Request request() {
    RequestJson.read(body, this::read);
    String missing = model == null ? "model" : missing();
    if (missing != null) {
      throw Failure.missing(missing).asException();
    }
    return new Request(body, facts(own()));
  }

  private Request.Facts facts(Own own) {
    return new Request.Facts(
        model,
        stream,
        name,
        own.input(),
        own.tools(),
        own.session(),
        own.maxOutput(),
        deterministic,
        stream && own.usage(),
        own.repeatable(),
        own.beta(),
        encrypted(),
        user);
  }

  private void read(JsonParser in) throws IOException {
    if (in.nextToken() != START_OBJECT) {
      throw RequestJson.notAnObject();
    }
    for (int members = 0; in.nextToken() == FIELD_NAME; members++) {
      if (members == MOST_MEMBERS) {
        throw invalid("body", "must have at most " + MOST_MEMBERS + " members");
      }
      String next = in.currentName();
      in.nextToken();
      any(next, in);
    }
    if (in.nextToken() != null) {
      throw RequestJson.notJson(in.currentTokenLocation());
    }
  }

  private void any(String next, JsonParser in) throws IOException {
    if (next.equals("model")) {
      once(model == null, "model");
      model(in);
    } else if (next.equals("stream") && operation.streams()) {
      once(!streamSeen, "stream");
      streamSeen = true;
      stream(in);
    } else if (next.equals("temperature")) {
      deterministic = in.currentToken().isNumeric() && in.getDoubleValue() == 0;
      in.skipChildren();
    } else {
      member(next, in);
    }
  }

  private void model(JsonParser in) throws IOException {
    boolean text = in.currentToken() == VALUE_STRING;
    if (text && isLong(in, LONGEST_MODEL)) {
      throw invalid("model", "is too long");
    }
    if (!text || in.getText().isBlank()) {
      throw invalid("model", "must be the name of a model, a string that is not empty");
    }
    model = in.getText();
    if (start(in) < 0) {
      throw Failure.of(ErrorCode.INVALID_JSON, "The body must be encoded as UTF-8.").asException();
    }
    name = new Range(start(in), end(start(in), in));
  }

  private void stream(JsonParser in) {
    stream =
        switch (in.currentToken()) {
          case VALUE_TRUE -> true;
          case VALUE_FALSE, VALUE_NULL -> false;
          default -> throw invalid("stream", "must be true or false");
        };
  }

  /** Where the value at which {@code in} is lies; it is passed over. */
  protected final Range value(JsonParser in) throws IOException {
    int start = start(in);
    in.skipChildren();
    return new Range(start, end(start, in));
  }

  /** The same of a value of which, if it is a list, {@code element} reads the elements. */
  protected final Range list(JsonParser in, Element element) throws IOException {
    int start = start(in);
    String field = in.currentName();
    if (in.currentToken() == START_ARRAY) {
      int tokens = 0;
      for (int at = 0; in.nextToken() != END_ARRAY; at++) {
        tokens += in.currentToken().isNumeric() ? 1 : 0;
        if (at - tokens >= MOST_ELEMENTS) {
          throw invalid(field, "must have at most " + MOST_ELEMENTS + " elements");
        }
        element.read(at, in);
      }
    }
    in.skipChildren();
    return new Range(start, end(start, in));
  }

  /** The text at which {@code in} is; empty if it is none, or too long to be remembered. */
  protected final String text(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING && !isLong(in, LONGEST_KEY)) {
      return in.getTextLength() <= LONGEST_KEY ? in.getText() : "";
    }
    in.skipChildren();
    return "";
  }

  /**
   * The same of the id of the caller's user. DeepSeek refuses ids of other letters than these, such
   * as the JSON of Claude Code: nodes are told a hash in their place.
   */
  protected final String userId(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING && !USER_ID.matcher(in.getText()).matches()) {
      Range value = new Range(start(in), end(start(in), in));
      user = new Renamed(value, "user-" + TextHash.of(in.getText()));
    }
    return text(in);
  }

  /** The text of the member {@code wanted} of the object at which {@code in} is, or empty. */
  protected final String textWithin(String wanted, JsonParser in) throws IOException {
    String[] found = {""};
    RequestJson.within(wanted, in, value -> found[0] = text(value));
    return found[0];
  }

  /** The number of tokens at which {@code in} is, or {@code other} if it is none. */
  protected static int tokens(int other, JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_NUMBER_INT) {
      // Not as a long: a number with too many digits for one is the node's affair.
      return (int) Math.max(0, Math.min(Integer.MAX_VALUE, in.getDoubleValue()));
    }
    in.skipChildren();
    return other;
  }

  /** Of two members of one name we might take one and the node the other. */
  protected static void once(boolean first, String field) {
    if (!first) {
      throw invalid(field, "must be given once");
    }
  }

  /** The refusal of {@code field}, which breaks {@code rule}. */
  protected static FailureException invalid(String field, String rule) {
    return Failure.invalid(field, rule).asException();
  }

  /** Whether the text surely has more than {@code most} characters; nothing is decoded for it. */
  private boolean isLong(JsonParser in, int most) {
    return JsonSpan.ofText(in, body).length() > ESCAPED * most + 2;
  }

  private static int start(JsonParser in) {
    return (int) in.currentTokenLocation().getByteOffset();
  }

  /** The end of the value that began at {@code start}, now that its children are skipped. */
  private int end(int start, JsonParser in) {
    return in.currentToken() == VALUE_STRING && start >= 0
        ? JsonSpan.ofText(in, body).end()
        : (int) in.currentLocation().getByteOffset();
  }
}
