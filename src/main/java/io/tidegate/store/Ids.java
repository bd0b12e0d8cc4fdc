package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of what is stored: a prefix that tells what it is, and 32 hexadecimal digits.
 *
 * @param random where the digits come from; thread-safe, and another one on each server
 */
public record Ids(RandomGenerator random) {

  public Ids {
    requireNonNull(random, "random");
  }

  /** A new id that begins with {@code prefix}. */
  public String next(String prefix) {
    HexFormat hex = HexFormat.of();
    return prefix + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
