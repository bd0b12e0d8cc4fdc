package io.tidegate.upstream.coding;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Undoes the {@code Content-Encoding} of one response body (RFC 9110, section 8.4), piece by piece.
 *
 * <p>A few bytes may stand for gigabytes, so {@link #decode} hands out no more than {@link #PIECE}
 * at a time, and its caller stops when it has enough. For one thread at a time.
 */
public sealed interface ContentDecoding extends AutoCloseable
    permits IdentityDecoding, GzipDecoding, DeflateDecoding {

  /** The largest piece that a decoding hands out, in bytes. */
  int PIECE = 16 << 10;

  /** Codings that are undone. */
  Set<String> UNDONE = Set.of("gzip", "x-gzip", "deflate");

  /** Codings that there are (IANA's registry of HTTP content codings) and that are not undone. */
  Set<String> FOREIGN =
      Set.of(
          "aes128gcm", "br", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress", "zstd");

  /**
   * A decoding for the header's value: {@code gzip}, {@code x-gzip}, {@code deflate}, or the bytes
   * as they are where it names no coding that there is, as {@code none} and {@code utf-8}: so do
   * clients read them.
   *
   * @throws ZipException if the value names another coding, or more than one
   */
  static ContentDecoding of(String contentEncoding) throws ZipException {
    return switch (String.join(",", named(contentEncoding))) {
      case "" -> new IdentityDecoding();
      case "gzip", "x-gzip" -> new GzipDecoding();
      case "deflate" -> new DeflateDecoding();
      default -> throw new ZipException("the content coding is none of gzip and deflate");
    };
  }

  /** The codings that there are among those that the header's value, which may be null, names. */
  static List<String> named(String contentEncoding) {
    if (contentEncoding == null) {
      return List.of();
    }
    return Arrays.stream(contentEncoding.split(",", -1))
        .map(coding -> coding.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT))
        .filter(coding -> UNDONE.contains(coding) || FOREIGN.contains(coding))
        .toList();
  }

  /**
   * The next piece of what {@code coded} stands for; to be called until it is empty, which is when
   * {@code coded} is used up. It is valid until the next call.
   *
   * @throws ZipException if the bytes are not in the coding
   */
  ByteBuffer decode(ByteBuffer coded) throws ZipException;

  /**
   * Learns that no bytes follow.
   *
   * @throws ZipException if the coding says that some are missing
   */
  void end() throws ZipException;

  /** Gives back what the decoding holds outside the heap; nothing may be decoded afterwards. */
  @Override
  void close();
}
