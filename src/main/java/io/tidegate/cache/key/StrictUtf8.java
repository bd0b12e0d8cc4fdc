package io.tidegate.cache.key;

import java.nio.ByteBuffer;

/**
 * Tells the forms that RFC 3629 §4 forbids and Jackson lets pass: characters written longer than
 * need be, halves of surrogate pairs, and what lies beyond Unicode.
 *
 * <p>Jackson reads an overlong A as an A where a node reads something else or nothing at all; taken
 * for the same question, one would get the other's answer.
 */
final class StrictUtf8 {

  /** The highest bit of each of eight bytes, which no ASCII character has. */
  private static final long NOT_ASCII = 0x8080808080808080L;

  private StrictUtf8() {}

  /** Whether {@code bytes}, in which Jackson finds no fault, have none of these either. */
  static boolean holds(ByteBuffer bytes) {
    int end = bytes.limit();
    int at = bytes.position();
    while (at < end) {
      if (end - at >= Long.BYTES && (bytes.getLong(at) & NOT_ASCII) == 0) {
        at += Long.BYTES;
        continue;
      }
      int lead = bytes.get(at++) & 0xff;
      if (lead >= 0xc0 && (at == end || !allowed(lead, bytes.get(at) & 0xff))) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowed(int lead, int second) {
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> lead >= 0xc2 && lead < 0xf5;
    };
  }
}
