package io.tidegate.upstream.reading;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
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

  /** What may come before a model has made anything. */
  private static final Set<String> LABELS = Set.of("id", "type", "index", "format", "object");

  /** The call of a tool gets its id once the model has begun to make it. */
  private static final Set<String> LABELS_OF_CALLS = Set.of("type", "index", "format", "object");

  private final byte[] json;
  private final BitSet choices = new BitSet();
  private final BitSet ended = new BitSet();
  private boolean content;
  private final ErrorSigns signs;
  private String finishReason;
  private Usage usage = Usage.NONE;
  private int choice;
  private String choiceReason;
  private ChunkFacts.Named model;

  private ChunkParser(byte[] json) {
    this.json = json;
    this.signs = new ErrorSigns(json);
  }

  /** The facts of the JSON object in {@code json}, or null when it is none. */
  public static ChunkFacts parse(byte[] json) {
    ChunkParser parser = new ChunkParser(json);
    Members.Form form = Members.ofWhole(json, parser::topLevel);
    ChunkFacts facts = form == Members.Form.OTHER ? null : parser.facts();
    return form == Members.Form.LIST && facts.error() == null ? null : facts;
  }

  private ChunkFacts facts() {
    NodeError error = signs.error(content || !choices.isEmpty());
    return new ChunkFacts(content, choices, ended, finishReason, error, usage, model, false);
  }

  private void topLevel(String name, JsonParser in) throws IOException {
    switch (name) {
      case "choices" -> choices(in);
      case "data" -> data(in);
      case "usage" -> usage(in);
      case "model" -> {
        ChunkFacts.Named named = Members.named(in, json);
        model = named == null ? model : named;
      }
      case "object", "type" -> signs.kind(Members.text(in));
      default -> signs.read(name, in);
    }
  }

  /** Embeddings come in a list; anything else is what envelopes of errors enclose. */
  private void data(JsonParser in) throws IOException {
    if (in.currentToken() == START_ARRAY) {
      content = AnswerJson.skipNonEmpty(in) || content;
    } else {
      in.skipChildren();
    }
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
        Members.of(in, this::choice);
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
      case "index" -> choice = (int) Math.min(LAST_CHOICE, Members.number(in, choice));
      case "delta", "message" -> Members.of(in, this::message);
      case "text" -> content(in);
      case "finish_reason" -> reason(in);
      case "error" -> signs.read(name, in);
      default -> in.skipChildren();
    }
  }

  /** SGLang's own API says why as an object, whose {@code type} is the word. */
  private void reason(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING) {
      choiceReason = FinishReasons.orNull(in.getText());
    } else {
      Members.of(in, this::reasonMember);
    }
  }

  private void reasonMember(String name, JsonParser in) throws IOException {
    if (name.equals("type")) {
      choiceReason = FinishReasons.orNull(Members.text(in));
      signs.found(FinishReasons.gaveUp(choiceReason));
    } else {
      in.skipChildren();
    }
  }

  private void message(String name, JsonParser in) throws IOException {
    if (name.equals("role")) {
      in.skipChildren();
    } else {
      Set<String> labels = name.equals("tool_calls") ? LABELS_OF_CALLS : LABELS;
      content = Members.something(in, json, labels) || content;
    }
  }

  private void usage(JsonParser in) throws IOException {
    long[] tokens = {-1, -1, -1};
    Members.of(in, (name, value) -> usageMember(name, value, tokens));
    usage = new Usage(tokens[0], tokens[1], tokens[2]);
  }

  private void usageMember(String name, JsonParser in, long[] tokens) throws IOException {
    switch (name) {
      case "prompt_tokens" -> tokens[0] = Members.number(in, tokens[0]);
      case "prompt_cache_hit_tokens" -> tokens[1] = Members.number(in, tokens[1]);
      case "completion_tokens" -> tokens[2] = Members.number(in, tokens[2]);
      case "prompt_tokens_details" ->
          Members.of(in, (detail, value) -> usageDetail(detail, value, tokens));
      default -> in.skipChildren();
    }
  }

  private void usageDetail(String name, JsonParser in, long[] tokens) throws IOException {
    if (name.equals("cached_tokens")) {
      tokens[1] = Members.number(in, tokens[1]);
    } else {
      in.skipChildren();
    }
  }

  private void content(JsonParser in) throws IOException {
    content = Members.something(in, json) || content;
  }
}
