package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What was used; immutable.
 *
 * @param calls the calls for which nodes were asked
 * @param hits the calls that were answered without a node
 * @param input tokens of prompts, cached ones included
 * @param cached tokens of prompts that nodes had in their own caches
 * @param output tokens of answers
 * @param cost what they cost, in million-millionths of the currency's unit
 */
public record Amount(long calls, long hits, long input, long cached, long output, BigDecimal cost) {

  /** Nothing. */
  public static final Amount NONE = new Amount(0, 0, 0, 0, 0, BigDecimal.ZERO);

  /** A call that was answered without a node. */
  static final Amount HIT = new Amount(0, 1, 0, 0, 0, BigDecimal.ZERO);

  public Amount {
    requireNonNull(cost, "cost");
  }

  /** {@code calls} calls that used {@code tokens}, for {@code pico} million-millionths. */
  static Amount of(long calls, Tokens tokens, long pico) {
    return new Amount(
        calls, 0, tokens.input(), tokens.cached(), tokens.output(), BigDecimal.valueOf(pico));
  }

  /** Both together. */
  public Amount plus(Amount other) {
    return new Amount(
        calls + other.calls,
        hits + other.hits,
        input + other.input,
        cached + other.cached,
        output + other.output,
        cost.add(other.cost));
  }
}
