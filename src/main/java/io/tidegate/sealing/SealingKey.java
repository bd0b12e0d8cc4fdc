package io.tidegate.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that values are sealed by. It never seals itself: each value has a key of its own, which
 * follows from this one and the value's salt (NIST SP 800-108, one block in feedback-free counter
 * mode), so that no number of values wears it out. Immutable, thread-safe.
 */
final class SealingKey {

  /** The bytes of a key. */
  static final int BYTES = 32;

  /** The bytes of a key's id. */
  static final int ID_BYTES = 8;

  /** As base64 it would be 48 bytes. */
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private static final String MAC = "HmacSHA256";
  private static final byte[] FOR_ID = "tidegate sealing id".getBytes(US_ASCII);
  private static final byte[] FOR_VALUE = "tidegate sealing value".getBytes(US_ASCII);

  private final SecretKeySpec secret;
  private final String id;

  /** The key of {@code bytes}, which are copied; there must be 32 of them. */
  SealingKey(byte[] bytes) {
    if (requireNonNull(bytes, "bytes").length != BYTES) {
      throw new IllegalArgumentException("must have " + BYTES + " bytes, not " + bytes.length);
    }
    secret = new SecretKeySpec(bytes, MAC);
    id = HexFormat.of().formatHex(Arrays.copyOf(mac(FOR_ID, new byte[0]), ID_BYTES));
  }

  /**
   * The key that {@code text} stands for: base64 of 32 bytes, or 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is neither; the message does not tell it
   */
  static SealingKey parse(String text) {
    if (HEX.matcher(text).matches()) {
      return new SealingKey(HexFormat.of().parseHex(text));
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException("must be base64 of " + BYTES + " bytes");
    }
    return new SealingKey(bytes);
  }

  /** What the key is known by, 16 hexadecimal digits, which say nothing about it. */
  String id() {
    return id;
  }

  /** The AES key of the one value with {@code salt}. */
  SecretKeySpec of(byte[] salt) {
    return new SecretKeySpec(mac(FOR_VALUE, salt), "AES");
  }

  private byte[] mac(byte[] label, byte[] context) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      mac.update((byte) 1);
      mac.update(label);
      mac.update((byte) 0);
      return mac.doFinal(context);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("each Java has " + MAC, impossible);
    }
  }

  /** Its id alone. */
  @Override
  public String toString() {
    return id;
  }
}
