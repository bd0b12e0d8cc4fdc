package io.tidegate.api.open;

import java.time.Instant;

/**
 * A line of the access log: fields, whose values clients and nodes may have a hand in.
 *
 * <p>Each value is made safe here, whatever field it is of: what could pass for another field or
 * another line, or drive a terminal, is written as {@value #UNSAFE}, and what is too long is cut.
 */
final class AccessLine {

  /** The longest value, in characters: a model's name may have thousands. */
  static final int LONGEST = 200;

  private static final char UNSAFE = '_';
  private static final String CUT = "...";
  private static final String NOTHING = "-";

  private final StringBuilder text = new StringBuilder(320);

  /** A line that begins with {@code time}. */
  AccessLine(Instant time) {
    with("time", time.toString());
  }

  /** The line with {@code field} behind all others; {@code value} may be anything, or null. */
  AccessLine with(String field, String value) {
    begin(field);
    if (value == null || value.isEmpty()) {
      text.append(NOTHING);
      return this;
    }
    int end = Math.min(value.length(), LONGEST);
    for (int at = 0; at < end; at++) {
      char next = value.charAt(at);
      text.append(isSafe(next) ? next : UNSAFE);
    }
    if (end < value.length()) {
      text.append(CUT);
    }
    return this;
  }

  /** The line with {@code field} behind all others. */
  AccessLine with(String field, long value) {
    begin(field);
    text.append(value);
    return this;
  }

  /** The line with {@code field} behind all others. */
  AccessLine with(String field, boolean value) {
    begin(field);
    text.append(value);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void begin(String field) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(field).append('=');
  }

  /** Letters of any script, and what is visible in ASCII but for what parsers give a meaning. */
  private static boolean isSafe(char next) {
    return next < 128
        ? next > ' ' && next < 127 && "=\"'\\`".indexOf(next) < 0
        : Character.isLetterOrDigit(next);
  }
}
