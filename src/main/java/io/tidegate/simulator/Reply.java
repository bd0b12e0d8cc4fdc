package io.tidegate.simulator;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the model says to one call, before it takes the form of a stream or of a body.
 *
 * @param reasoning the tokens of thinking, possibly none
 * @param pieces the tokens of the text, or of the arguments if a tool is called
 * @param tool the tool call, or {@code null} for text
 * @param finishReason why the model stopped
 */
record Reply(List<String> reasoning, List<String> pieces, ToolCall tool, String finishReason) {
  private static final int ARGUMENT_FRAGMENTS = 4;
  private static final String EXHAUSTED = "insufficient_system_resource";

  static Reply to(CallRequest call, SimulatorSettings settings) {
    String prompt = call.prompt();
    boolean thinks =
        call.operation() == Operation.CHAT && settings.reasoning() && !call.thinkingDisabled();
    List<String> reasoning = thinks ? SimulatedAnswer.reasoningPieces(prompt) : List.of();
    String function = call.function();
    if (function != null) {
      ToolCall tool =
          new ToolCall("call_" + Long.toHexString(SimulatedAnswer.hash(prompt)), function);
      List<String> arguments = fragments(Json.arguments(prompt));
      return new Reply(reasoning, arguments, tool, "tool_calls");
    }
    int tokens = Math.min(call.maxTokens(), settings.answerTokens());
    String reason = tokens < settings.answerTokens() ? "length" : "stop";
    return new Reply(reasoning, SimulatedAnswer.pieces(prompt, tokens), null, reason);
  }

  int tokens() {
    return reasoning.size() + pieces.size();
  }

  String text() {
    return String.join("", pieces);
  }

  /** The reasoning and the first half of the pieces, cut short for want of resources. */
  Reply half() {
    int kept = Math.max(Math.min(1, pieces.size()), pieces.size() / 2);
    return new Reply(reasoning, pieces.subList(0, kept), tool, EXHAUSTED);
  }

  /** Nothing, for want of resources. */
  Reply nothing() {
    return new Reply(List.of(), List.of(), null, EXHAUSTED);
  }

  private static List<String> fragments(String text) {
    int length = text.length();
    return IntStream.range(0, ARGUMENT_FRAGMENTS)
        .mapToObj(
            i ->
                text.substring(
                    length * i / ARGUMENT_FRAGMENTS, length * (i + 1) / ARGUMENT_FRAGMENTS))
        .toList();
  }
}
