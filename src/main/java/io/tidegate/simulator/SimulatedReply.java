package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the model says to one call, before it takes the form of a stream or of a body.
 *
 * @param reasoning the tokens of thinking, possibly none
 * @param pieces the tokens of the text, or of the arguments if a tool is called
 * @param tool the tool call, or {@code null} for text
 * @param finishReason why the model stopped, in chat's words; {@code null} if that is not told
 */
record SimulatedReply(
    List<String> reasoning, List<String> pieces, ToolCall tool, String finishReason) {
  private static final int ARGUMENT_FRAGMENTS = 4;
  private static final String STOP = "stop";
  private static final String LENGTH = "length";
  private static final String EXHAUSTED = "insufficient_system_resource";

  static SimulatedReply to(CallRequest call, SimulatorSettings settings) {
    String prompt = call.prompt();
    boolean thinks =
        call.operation().converses() && settings.reasoning() && !call.thinkingDisabled();
    List<String> reasoning = thinks ? SimulatedAnswer.reasoningPieces(prompt) : List.of();
    JsonNode function = call.function();
    if (function != null) {
      String id = "call_" + Long.toHexString(SimulatedAnswer.hash(prompt));
      ToolCall tool = new ToolCall(id, function.path("name").asText());
      List<String> arguments = fragments(arguments(function, prompt), ARGUMENT_FRAGMENTS);
      return new SimulatedReply(reasoning, arguments, tool, "tool_calls");
    }
    return call.schema() == null
        ? plain(call, reasoning, settings.answerTokens())
        : structured(call, reasoning);
  }

  private static SimulatedReply plain(CallRequest call, List<String> reasoning, int all) {
    int tokens = Math.min(call.maxTokens(), all);
    List<String> pieces = SimulatedAnswer.pieces(call.prompt(), tokens);
    return new SimulatedReply(reasoning, pieces, null, tokens < all ? LENGTH : STOP);
  }

  /** A JSON text that fits the schema, cut off where it has more tokens than the caller wants. */
  private static SimulatedReply structured(CallRequest call, List<String> reasoning) {
    String text = SimulatorJson.ascii(SchemaInstance.of(call.schema(), call.prompt()));
    int all = Math.max(1, TokenBill.tokens(text));
    int tokens = Math.min(call.maxTokens(), all);
    List<String> pieces = fragments(text, all).subList(0, tokens);
    return new SimulatedReply(reasoning, pieces, null, tokens < all ? LENGTH : STOP);
  }

  private static String arguments(JsonNode function, String prompt) {
    JsonNode schema = function.path("parameters");
    boolean says = !schema.isEmpty();
    return SimulatorJson.ascii(
        says ? SchemaInstance.of(schema, prompt) : SimulatorJson.object().put("query", prompt));
  }

  int tokens() {
    return reasoning.size() + pieces.size();
  }

  String text() {
    return String.join("", pieces);
  }

  /** The reasoning and the first half of the pieces, cut short for want of resources. */
  SimulatedReply half() {
    int kept = Math.max(Math.min(1, pieces.size()), pieces.size() / 2);
    return new SimulatedReply(reasoning, pieces.subList(0, kept), tool, EXHAUSTED);
  }

  /** As {@link #half}, cut short as if by the caller's limit. */
  SimulatedReply limited() {
    return half().ended(LENGTH);
  }

  /** The same for which no reason is told. */
  SimulatedReply unended() {
    return ended(null);
  }

  private SimulatedReply ended(String reason) {
    return new SimulatedReply(reasoning, pieces, tool, reason);
  }

  /** Nothing, for want of resources. */
  SimulatedReply nothing() {
    return new SimulatedReply(List.of(), List.of(), null, EXHAUSTED);
  }

  private static List<String> fragments(String text, int count) {
    long length = text.length();
    return IntStream.range(0, count)
        .mapToObj(i -> text.substring((int) (length * i / count), (int) (length * (i + 1) / count)))
        .toList();
  }
}
