package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One file of the console as it is sent, plain and packed; immutable. */
final class StaticFile {

  private static final Map<String, String> TEXTS =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "mjs", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml;charset=utf-8",
          "json", "application/json;charset=utf-8",
          "txt", "text/plain;charset=utf-8");
  private static final Map<String, String> BINARIES =
      Map.of("png", "image/png", "ico", "image/x-icon", "woff2", "font/woff2");
  private static final int TAG_BYTES = 12;

  private final String type;
  private final String tag;
  private final byte[] plain;
  private final byte[] packed;

  private StaticFile(String type, byte[] plain, byte[] packed) {
    this.type = type;
    this.plain = plain;
    this.packed = packed;
    this.tag = hash(plain);
  }

  /** The media type of the file at {@code path}; nothing for a kind that is not served. */
  static Optional<String> typeOf(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return Optional.ofNullable(TEXTS.getOrDefault(ending, BINARIES.get(ending)));
  }

  /**
   * The file at {@code path} with {@code content}.
   *
   * @param path its kind must be one that is served
   */
  static StaticFile of(String path, byte[] content) {
    String type = typeOf(path).orElseThrow(() -> new IllegalArgumentException(path));
    byte[] small = TEXTS.containsValue(type) ? packed(content) : content;
    return new StaticFile(type, requireNonNull(content, "content"), small);
  }

  /** Its media type. */
  String type() {
    return type;
  }

  /** The bytes to be sent. */
  byte[] bytes(boolean gzip) {
    return gzip && isPacked() ? packed : plain;
  }

  /** Whether it has a packed form that is shorter. */
  boolean isPacked() {
    return packed.length < plain.length;
  }

  /** Its entity tag in that form, quoted: another one as soon as its content is another. */
  String tag(boolean gzip) {
    return gzip && isPacked() ? "\"" + tag + "-gzip\"" : "\"" + tag + "\"";
  }

  /** Whether {@code known}, the value of {@code If-None-Match} or null, names it in any form. */
  boolean isKnown(String known) {
    return known != null
        && Arrays.stream(known.split(",", -1))
            .map(one -> one.strip().replaceFirst("^W/", ""))
            .anyMatch(one -> one.equals(tag(false)) || one.equals(tag(true)));
  }

  private static byte[] packed(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
