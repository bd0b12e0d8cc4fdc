package io.tidegate.usage;

/**
 * What a million tokens cost, in millionths of the currency's unit.
 *
 * @param input of prompts
 * @param cached of prompts, where the node had them in its own cache
 * @param output of answers
 */
public record Price(long input, long cached, long output) {

  /** Nothing is to be paid. */
  public static final Price FREE = new Price(0, 0, 0);

  /** What {@code tokens} cost, in million-millionths. */
  public long of(Tokens tokens) {
    long fresh = Math.max(0, tokens.input() - tokens.cached());
    return Math.addExact(
        Math.addExact(
            Math.multiplyExact(fresh, input), Math.multiplyExact(tokens.cached(), cached)),
        Math.multiplyExact(tokens.output(), output));
  }
}
