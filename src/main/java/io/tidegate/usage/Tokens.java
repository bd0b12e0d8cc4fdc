package io.tidegate.usage;

/**
 * Tokens that were used; none is negative.
 *
 * @param input of the prompt, cached ones included
 * @param cached those of the prompt that the node had in its own cache
 * @param output of the answer
 */
public record Tokens(long input, long cached, long output) {

  /** None. */
  public static final Tokens NONE = new Tokens(0, 0, 0);

  public Tokens {
    if (input < 0 || cached < 0 || output < 0) {
      throw new IllegalArgumentException("tokens must not be negative");
    }
  }

  /** All of them. */
  public long sum() {
    return input + output;
  }
}
