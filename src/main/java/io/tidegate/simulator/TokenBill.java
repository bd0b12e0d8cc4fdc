package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The tokens of one call, as a node bills them. A prompt token is four characters; whole units of
 * 64 prompt tokens count as found in the prefix cache, unless they take time.
 *
 * @param prompt tokens of the prompt
 * @param cached those of them that were found in the prefix cache
 * @param reasoning tokens of thinking delivered
 * @param completion tokens delivered, thinking included
 */
record TokenBill(int prompt, int cached, int reasoning, int completion) {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int CACHE_UNIT = 64;

  /** Of a call, each of whose answers is {@code reply}. */
  static TokenBill of(SimulatedCall call, SimulatedReply reply) {
    int answers = call.request().choices();
    int prompt = tokens(call.request().billed());
    boolean computed = !call.settings().timePerPromptToken().isZero();
    return new TokenBill(
        prompt,
        computed ? 0 : prompt / CACHE_UNIT * CACHE_UNIT,
        answers * reply.reasoning().size(),
        answers * reply.tokens());
  }

  static int tokens(String text) {
    return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  ObjectNode json() {
    ObjectNode usage =
        SimulatorJson.object()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", prompt + completion)
            .put("prompt_cache_hit_tokens", cached)
            .put("prompt_cache_miss_tokens", prompt - cached);
    usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
    return usage;
  }
}
