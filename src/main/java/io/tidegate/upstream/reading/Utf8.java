package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** What engines write that cut a character in two, a token being less than one. Thread-safe. */
public final class Utf8 {

  private static final int PORTION = 1024;

  private Utf8() {}

  /** Whether all of {@code bytes} is UTF-8; nothing is made of it. */
  public static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(PORTION);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return result.isUnderflow();
  }

  /**
   * {@code bytes} with a replacement character for what is no UTF-8, which may be three times as
   * long.
   */
  public static byte[] replaced(byte[] bytes) {
    return new String(bytes, UTF_8).getBytes(UTF_8);
  }
}
