package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What engines write that cut a character in two, a token being less than one. */
public final class Utf8 {

  private Utf8() {}

  /** {@code bytes} with a replacement character for what is no UTF-8; they themselves if all is. */
  public static byte[] replaced(byte[] bytes) {
    byte[] replaced = new String(bytes, UTF_8).getBytes(UTF_8);
    return Arrays.equals(bytes, replaced) ? bytes : replaced;
  }
}
