package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes the ids of what is stored: a prefix that tells what it is, and 32 hexadecimal digits.
 *
 * @param random where the digits come from; thread-safe, and another one on each server
 */
public record Ids(RandomGenerator random) {

  private static final Pattern FORM = Pattern.compile("[0-9a-z_-]{1,64}");

  public Ids {
    requireNonNull(random, "random");
  }

  /** A new id that begins with {@code prefix}. */
  public String next(String prefix) {
    HexFormat hex = HexFormat.of();
    return prefix + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  /**
   * Whether {@code id} could be one: what has another form names nothing, and a database might
   * refuse to look for it.
   */
  public static boolean isPossible(String id) {
    return FORM.matcher(id).matches();
  }
}
