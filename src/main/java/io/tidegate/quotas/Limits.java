package io.tidegate.quotas;

import java.util.List;

/**
 * How much somebody may have; immutable. {@value #NONE} stands for no limit.
 *
 * @param requests calls in a minute
 * @param tokens tokens in a minute, those of prompts and of answers together
 * @param concurrent calls at a time
 * @param perDay what a day (UTC) may cost, in thousand-millionths of the currency's unit
 * @param perMonth what a month (UTC) may cost, in the same
 */
public record Limits(long requests, long tokens, long concurrent, long perDay, long perMonth) {

  /** No limit. */
  public static final long NONE = -1;

  /** Nothing is limited. */
  public static final Limits UNLIMITED = new Limits(NONE, NONE, NONE, NONE, NONE);

  /** The most of anything that can be counted without an error. */
  static final long MOST = 1_000_000_000;

  public Limits {
    for (long limit : List.of(requests, tokens, concurrent, perDay, perMonth)) {
      if (limit < NONE) {
        throw new IllegalArgumentException("a limit must not be negative: " + limit);
      }
    }
  }

  /** Whether nothing is limited. */
  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /** Whether tokens or money are limited, which a call is asked for before it goes to a node. */
  boolean coverTokens() {
    return tokens != NONE || perDay != NONE || perMonth != NONE;
  }
}
