package io.tidegate.tenants.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The form of our API keys: {@value #PREFIX}, 32 random letters and digits (190 bits), and six that
 * are their checksum, so that scanners for leaked secrets know one when they see it, and a mistyped
 * one is refused before it is looked up.
 */
public final class ApiKey {

  /** What each of our keys begins with. */
  public static final String PREFIX = "tgk_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 32;
  private static final int CHECKSUM = 6;
  private static final int LENGTH = PREFIX.length() + RANDOM + CHECKSUM;

  private ApiKey() {}

  /** A new key from {@code random}, which must be a secure one. */
  public static String draw(RandomGenerator random) {
    StringBuilder key = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM; i++) {
      key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return key + checksum(key.toString());
  }

  /** Whether {@code text} has the form and the checksum of one; null has not. */
  public static boolean isOne(String text) {
    if (text == null || text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return false;
    }
    for (int i = PREFIX.length(); i < LENGTH; i++) {
      if (DIGITS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return text.endsWith(checksum(text.substring(0, LENGTH - CHECKSUM)));
  }

  /** The CRC-32 of all before it, to the base of 62, the highest digit first. */
  private static String checksum(String head) {
    CRC32 crc = new CRC32();
    crc.update(head.getBytes(US_ASCII));
    char[] digits = new char[CHECKSUM];
    long left = crc.getValue();
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (left % DIGITS.length()));
      left /= DIGITS.length();
    }
    return new String(digits);
  }
}
