package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** By what a text is known again where the text itself is not to be kept or told. */
public final class TextHash {

  private static final int BYTES = 16;

  private TextHash() {}

  /** The first half of the SHA-256 of {@code text}, as 32 hexadecimal digits. */
  public static String of(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
