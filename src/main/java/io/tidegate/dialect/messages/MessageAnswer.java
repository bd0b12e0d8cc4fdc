package io.tidegate.dialect.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ChunkFacts.Named;
import io.tidegate.upstream.reading.Emptiness;
import io.tidegate.upstream.reading.ErrorSigns;
import io.tidegate.upstream.reading.FinishReasons;
import io.tidegate.upstream.reading.Members;
import io.tidegate.upstream.reading.NodeError;
import java.io.IOException;
import java.util.BitSet;
import java.util.Set;

/** Reads one whole message, or a count of tokens, in one pass. */
final class MessageAnswer {

  /** What a block says of itself, and not of what the model made. */
  private static final Set<String> OUTWARD = Set.of("type", "signature", "citations");

  /** Those after which the same call may be given the same answer. */
  private static final Set<String> GOOD_ENDS = Set.of("end_turn", "stop_sequence", "tool_use");

  private static final String COUNT = "input_tokens";

  private final byte[] json;
  private final ErrorSigns signs;
  private final MessageUsage usage = new MessageUsage();
  private boolean message;
  private boolean counted;
  private boolean content;
  private String stopReason;
  private Named model;

  private MessageAnswer(byte[] json) {
    this.json = json;
    this.signs = new ErrorSigns(json);
  }

  /** What {@code json} says; null unless it is an object, or a list of an error. */
  static ChunkFacts read(byte[] json) {
    MessageAnswer answer = new MessageAnswer(json);
    Members.Form form = Members.ofWhole(json, answer::member);
    ChunkFacts facts = form == Members.Form.OTHER ? null : answer.facts();
    return form == Members.Form.LIST && facts.error() == null ? null : facts;
  }

  private void member(String name, JsonParser in) throws IOException {
    switch (name) {
      case "type", "object" -> {
        String kind = Members.text(in);
        message |= "message".equals(kind);
        signs.kind(kind);
      }
      case "model" -> model = Members.named(in, json);
      case "content" -> Members.each(in, block -> Members.of(block, this::block));
      case "stop_reason" -> stopReason = FinishReasons.orNull(Members.text(in));
      case "usage" -> usage.read(in);
      case COUNT -> counted |= in.currentToken() == JsonToken.VALUE_NUMBER_INT;
      default -> signs.read(name, in);
    }
  }

  private void block(String name, JsonParser in) throws IOException {
    if (OUTWARD.contains(name)) {
      in.skipChildren();
    } else {
      content |= Members.something(in, json);
    }
  }

  private ChunkFacts facts() {
    NodeError error = signs.error(message || content || counted);
    if (error == null && FinishReasons.gaveUp(stopReason)) {
      error = MessageEventReader.gaveUp(stopReason);
    }
    BitSet choice = new BitSet();
    choice.set(0, error == null && (stopReason != null || counted));
    return new ChunkFacts(
        content || counted, choice, choice, stopReason, error, usage.usage(), model, true);
  }

  /** Whether {@code plain} came to its end by itself, and says something; or counts tokens. */
  static boolean complete(ObjectNode plain) {
    if (Emptiness.tells(plain.get("error"))) {
      return false;
    }
    if (!plain.has("content")) {
      return plain.path(COUNT).isIntegralNumber();
    }
    boolean said = false;
    for (JsonNode block : plain.path("content")) {
      said |= says(block);
    }
    return said && GOOD_ENDS.contains(plain.path("stop_reason").asText(""));
  }

  /** An empty text is a known fault of models that write JSON, and the next answer may be good. */
  private static boolean says(JsonNode block) {
    return switch (block.path("type").asText("")) {
      case "", "thinking", "redacted_thinking" -> false;
      case "text" -> !block.path("text").asText("").isEmpty();
      default -> true;
    };
  }
}
