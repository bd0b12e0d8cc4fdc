package io.tidegate.upstream.reading;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.exchange.Usage;
import java.io.IOException;
import java.util.BitSet;
import java.util.Set;

/**
 * Reads {@link ChunkFacts} out of a node's JSON in one pass and skips all else.
 *
 * <p>It knows the members that OpenAI-compatible nodes use: {@code choices} with {@code delta},
 * {@code message} or {@code text}, {@code data} of embeddings, {@code usage}, {@code error}. What
 * has no choices but says something in words is an error.
 */
public final class ChunkParser {

  /** Numbers of choices beyond are taken for this one. */
  private static final int LAST_CHOICE = 1023;

  /** Members with which servers explain a failure that they do not call {@code error}. */
  private static final Set<String> WORDS =
      Set.of("message", "msg", "detail", "errors", "error_message", "error_msg", "errorMessage");

  private final byte[] json;
  private final BitSet choices = new BitSet();
  private final BitSet ended = new BitSet();
  private boolean content;
  private boolean failed;
  private boolean words;
  private String finishReason;
  private Usage usage = Usage.NONE;
  private int choice;
  private String choiceReason;
  private ChunkFacts.Named model;

  private ChunkParser(byte[] json) {
    this.json = json;
  }

  /** The facts of the JSON object in {@code json}, or null when it is none. */
  public static ChunkFacts parse(byte[] json) {
    try (JsonParser in = AnswerJson.parser(json)) {
      ChunkParser parser = new ChunkParser(json);
      boolean list = in.nextToken() == START_ARRAY;
      if ((list ? in.nextToken() : in.currentToken()) != START_OBJECT) {
        return null;
      }
      parser.members(in, parser::topLevel);
      ChunkFacts facts = parser.facts();
      // Google's services send their errors in a list of one.
      return list && facts.error() == null ? null : facts;
    } catch (IOException notJson) {
      return null;
    }
  }

  private ChunkFacts facts() {
    boolean explained = words && !content && choices.isEmpty();
    NodeError error = failed || explained ? ErrorReader.read(json) : null;
    return new ChunkFacts(content, choices, ended, finishReason, error, usage, model, false);
  }

  private interface Member {
    void read(String name, JsonParser in) throws IOException;
  }

  private void members(JsonParser in, Member member) throws IOException {
    while (in.nextToken() == FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      member.read(name, in);
    }
  }

  /** The members of an object; what has another form is skipped whole. */
  private void object(JsonParser in, Member member) throws IOException {
    if (in.currentToken() == START_OBJECT) {
      members(in, member);
    } else {
      in.skipChildren();
    }
  }

  private void topLevel(String name, JsonParser in) throws IOException {
    switch (name) {
      case "choices" -> choices(in);
      case "data" -> content(in);
      case "usage" -> usage(in);
      case "model" -> model(in);
      case "error" -> failed |= Emptiness.tells(in);
      case "object", "type" -> failed |= "error".equals(textOrNull(in));
      default -> {
        words |= WORDS.contains(name) && in.currentToken() != START_OBJECT && holdsSomething(in);
        in.skipChildren();
      }
    }
  }

  private void model(JsonParser in) throws IOException {
    String name = textOrNull(in);
    int start = (int) in.currentTokenLocation().getByteOffset();
    int end = (int) in.currentLocation().getByteOffset();
    boolean seen = name != null && start >= 0 && end <= json.length && json[start] == '"';
    model = seen ? new ChunkFacts.Named(name, start, end) : model;
  }

  private void choices(JsonParser in) throws IOException {
    if (in.currentToken() != START_ARRAY) {
      in.skipChildren();
      return;
    }
    for (int position = 0; in.nextToken() != END_ARRAY; position++) {
      if (in.currentToken() == START_OBJECT) {
        choice = position;
        choiceReason = null;
        members(in, this::choice);
        endOfChoice();
      } else {
        in.skipChildren();
      }
    }
  }

  private void endOfChoice() {
    int number = Math.max(0, Math.min(LAST_CHOICE, choice));
    choices.set(number);
    ended.set(number, choiceReason != null);
    // Of several choices the one that the node gave up on tells.
    if (choiceReason != null && !FinishReasons.gaveUp(finishReason)) {
      finishReason = choiceReason;
    }
  }

  private void choice(String name, JsonParser in) throws IOException {
    switch (name) {
      case "index" -> choice = (int) Math.min(LAST_CHOICE, numberOr(in, choice));
      case "delta", "message" -> object(in, this::message);
      case "text" -> content(in);
      case "finish_reason" -> reason(in);
      case "error" -> failed |= Emptiness.tells(in);
      default -> in.skipChildren();
    }
  }

  /** SGLang's own API says why as an object, whose {@code type} is the word. */
  private void reason(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING) {
      choiceReason = FinishReasons.orNull(in.getText());
    } else {
      object(in, this::reasonMember);
    }
  }

  private void reasonMember(String name, JsonParser in) throws IOException {
    if (name.equals("type")) {
      choiceReason = FinishReasons.orNull(textOrNull(in));
      failed |= FinishReasons.gaveUp(choiceReason);
    } else {
      in.skipChildren();
    }
  }

  private void message(String name, JsonParser in) throws IOException {
    if (name.equals("role")) {
      in.skipChildren();
    } else {
      content(in);
    }
  }

  private void usage(JsonParser in) throws IOException {
    long[] tokens = {-1, -1, -1};
    object(in, (name, value) -> usageMember(name, value, tokens));
    usage = new Usage(tokens[0], tokens[1], tokens[2]);
  }

  private void usageMember(String name, JsonParser in, long[] tokens) throws IOException {
    switch (name) {
      case "prompt_tokens" -> tokens[0] = numberOr(in, tokens[0]);
      case "prompt_cache_hit_tokens" -> tokens[1] = numberOr(in, tokens[1]);
      case "completion_tokens" -> tokens[2] = numberOr(in, tokens[2]);
      case "prompt_tokens_details" ->
          object(in, (detail, value) -> usageDetail(detail, value, tokens));
      default -> in.skipChildren();
    }
  }

  private void usageDetail(String name, JsonParser in, long[] tokens) throws IOException {
    if (name.equals("cached_tokens")) {
      tokens[1] = numberOr(in, tokens[1]);
    } else {
      in.skipChildren();
    }
  }

  private void content(JsonParser in) throws IOException {
    content = holdsSomething(in) || content;
  }

  /** Leaves a text where it is: whether it is empty is seen without decoding it. */
  private boolean holdsSomething(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> false;
      case VALUE_STRING -> AnswerJson.hasText(in, json);
      case START_ARRAY, START_OBJECT -> AnswerJson.skipNonEmpty(in);
      default -> true;
    };
  }

  private static String textOrNull(JsonParser in) throws IOException {
    if (in.currentToken() != VALUE_STRING) {
      in.skipChildren();
      return null;
    }
    return in.getText();
  }

  private static long numberOr(JsonParser in, long other) throws IOException {
    if (in.currentToken() == VALUE_NUMBER_INT && in.getTextLength() < Long.SIZE / 4) {
      return in.getLongValue();
    }
    in.skipChildren();
    return other;
  }
}
