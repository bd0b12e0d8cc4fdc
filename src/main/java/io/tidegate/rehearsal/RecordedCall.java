package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

/**
 * What is kept of a call that asked nodes: nothing of what was said, nor when by the wall's clock.
 *
 * @param at when it came, on the nano clock
 * @param promptTokens the tokens of its prompt, at least 1
 * @param answerTokens the tokens of its answer; 0 when not known, as of one that was refused
 * @param tenant who asked
 * @param model what was asked for
 */
record RecordedCall(long at, int promptTokens, int answerTokens, String tenant, String model) {

  RecordedCall {
    requireNonNull(tenant, "tenant");
    requireNonNull(model, "model");
  }
}
