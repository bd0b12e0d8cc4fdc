package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

/**
 * One call of a workload.
 *
 * @param at nanoseconds from the workload's start, 0 or more
 * @param promptTokens the tokens of its prompt, 1 to {@value #MOST_TOKENS}
 * @param answerTokens the tokens of its answer, 1 to {@value #MOST_TOKENS}
 * @param maxTokens the most tokens that it says it wants, or 0 if it does not say
 * @param tenant who asks
 * @param model what is asked for, or empty for the model of most nodes
 * @param prefix what its prompt begins with; never null
 */
record Arrival(
    long at,
    int promptTokens,
    int answerTokens,
    int maxTokens,
    String tenant,
    String model,
    Prefix prefix) {

  /** The most tokens of a prompt or an answer. */
  static final int MOST_TOKENS = 250_000;

  /** Who asks where nothing is said of that. */
  static final String SOMEBODY = "rehearsal";

  Arrival {
    requireNonNull(tenant, "tenant");
    requireNonNull(model, "model");
    requireNonNull(prefix, "prefix");
    requireTokens("promptTokens", promptTokens);
    requireTokens("answerTokens", answerTokens);
    if (at < 0) {
      throw new IllegalArgumentException("at must not be negative: " + at);
    }
  }

  /** The same call, {@code nanos} nanoseconds earlier. */
  Arrival earlier(long nanos) {
    return new Arrival(at - nanos, promptTokens, answerTokens, maxTokens, tenant, model, prefix);
  }

  private static void requireTokens(String name, int tokens) {
    if (tokens < 1 || tokens > MOST_TOKENS) {
      throw new IllegalArgumentException(
          name + " must be from 1 to " + MOST_TOKENS + ": " + tokens);
    }
  }
}
