package io.tidegate.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.exchange.Usage;
import java.io.IOException;

/**
 * Reads {@link ChunkFacts} out of a node's JSON in one pass and skips all else.
 *
 * <p>It knows the members that OpenAI-compatible nodes use: {@code choices} with {@code delta},
 * {@code message} or {@code text}, {@code data} of embeddings, {@code usage}, {@code error}.
 */
final class ChunkParser {

  private static final JsonFactory JSON = new JsonFactory();

  private boolean content;
  private String finishReason;
  private NodeError error;
  private Usage usage = Usage.NONE;

  private ChunkParser() {}

  /** The facts of the JSON object in {@code json}, or null when it is none. */
  static ChunkFacts parse(byte[] json) {
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      ChunkParser parser = new ChunkParser();
      parser.members(in, parser::topLevel);
      return new ChunkFacts(parser.content, parser.finishReason, parser.error, parser.usage);
    } catch (IOException notJson) {
      return null;
    }
  }

  private interface Member {
    void read(String name, JsonParser in) throws IOException;
  }

  private void members(JsonParser in, Member member) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      member.read(name, in);
    }
  }

  /** The members of an object; what has another form is skipped whole. */
  private void object(JsonParser in, Member member) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      members(in, member);
    } else {
      in.skipChildren();
    }
  }

  private void topLevel(String name, JsonParser in) throws IOException {
    switch (name) {
      case "choices" -> choices(in);
      case "data" -> content |= holdsSomething(in);
      case "usage" -> usage(in);
      case "error" -> error(in);
      default -> in.skipChildren();
    }
  }

  private void choices(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      object(in, this::choice);
    }
  }

  private void choice(String name, JsonParser in) throws IOException {
    switch (name) {
      case "delta", "message" -> object(in, this::message);
      case "text" -> content |= holdsSomething(in);
      case "finish_reason" -> finished(textOrNull(in));
      default -> in.skipChildren();
    }
  }

  /** Of several choices the one that the node gave up on tells. */
  private void finished(String reason) {
    if (reason != null && !ChunkFacts.cutShort(finishReason)) {
      finishReason = reason;
    }
  }

  private void message(String name, JsonParser in) throws IOException {
    if (name.equals("role")) {
      in.skipChildren();
    } else {
      content |= holdsSomething(in);
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

  private void error(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      error = new NodeError(textOrNull(in), null, null);
      return;
    }
    String[] parts = new String[3];
    members(in, (name, value) -> errorMember(name, value, parts));
    error = new NodeError(parts[0], parts[1], parts[2]);
  }

  private void errorMember(String name, JsonParser in, String[] parts) throws IOException {
    switch (name) {
      case "message" -> parts[0] = textOrNull(in);
      case "param" -> parts[1] = textOrNull(in);
      case "code" -> parts[2] = textOrNull(in);
      default -> in.skipChildren();
    }
  }

  private static boolean holdsSomething(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> false;
      case VALUE_STRING -> in.getTextLength() > 0;
      case START_ARRAY, START_OBJECT -> skipNonEmpty(in);
      default -> true;
    };
  }

  private static boolean skipNonEmpty(JsonParser in) throws IOException {
    boolean something = false;
    for (int depth = 1; depth > 0; something |= depth > 0) {
      JsonToken token = in.nextToken();
      depth += token.isStructStart() ? 1 : 0;
      depth -= token.isStructEnd() ? 1 : 0;
    }
    return something;
  }

  private static String textOrNull(JsonParser in) throws IOException {
    if (in.currentToken().isStructStart()) {
      in.skipChildren();
      return null;
    }
    return in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText();
  }

  private static long numberOr(JsonParser in, long other) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return in.getLongValue();
    }
    in.skipChildren();
    return other;
  }
}
