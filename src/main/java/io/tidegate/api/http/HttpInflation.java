package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.UNSUPPORTED_MEDIA_TYPE;

import io.tidegate.exchange.Failure;
import io.tidegate.upstream.coding.ContentDecoding;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Undoes the coding of a request's body (RFC 9110, section 8.4), under the limit for what comes
 * out.
 *
 * <p>Liberty does so, too, unless it is told not to, but with an error page for what is broken.
 *
 * <p>The bodies of nodes have decodings of their own ({@code upstream.coding}), for those come
 * piece by piece on threads that must not wait for the next, may be empty, and are bounded by what
 * is done with them. Here all of a body is at hand, so that the JDK's streams will do.
 */
public final class HttpInflation {

  /** The codings that are undone. */
  static final String KNOWN = "gzip, deflate, zstd";

  private static final String ZSTD = "zstd";
  private static final String WINDOW = " Its window may be of 8 MiB at most.";
  private static final int BUFFER = 8 << 10;
  private static final int ZLIB = 0x78;

  private HttpInflation() {}

  /** Whether the body of {@code http} is coded. */
  public static boolean isNeeded(HttpServletRequest http) {
    return !coding(http).isEmpty();
  }

  /**
   * Lets codings that are known pass.
   *
   * @throws io.tidegate.exchange.FailureException for any other, or for more than one
   */
  public static void check(HttpServletRequest http) {
    String coding = coding(http);
    if (!coding.isEmpty() && !coding.matches("(x-)?gzip|deflate|zstd")) {
      throw Failure.of(
              UNSUPPORTED_MEDIA_TYPE,
              "Send the body as it is, or with one 'Content-Encoding' of " + KNOWN + ".")
          .asException();
    }
  }

  /**
   * What the {@code body} of {@code http}, whose coding is a known one, stands for.
   *
   * @param most how many bytes that may be
   * @param before told how many it is before they are made; it may throw
   * @throws io.tidegate.exchange.FailureException if it is more, or the body is not of its coding
   */
  public static byte[] of(HttpServletRequest http, byte[] body, int most, IntConsumer before) {
    String coding = coding(http);
    if (coding.isEmpty()) {
      return body;
    }
    try (InputStream first = stream(coding, body);
        InputStream second = stream(coding, body)) {
      // Twice, so that no more memory is taken than the result needs, and that is asked for before.
      int length = length(first, most);
      before.accept(length);
      return second.readNBytes(length);
    } catch (IOException broken) {
      throw Failure.of(
              INVALID_VALUE,
              "The body is not whole " + coding + "." + (coding.equals(ZSTD) ? WINDOW : ""))
          .asException();
    }
  }

  private static int length(InputStream in, int most) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      if (length > most) {
        throw PacedStream.tooLarge(most);
      }
    }
    return length;
  }

  private static InputStream stream(String coding, byte[] body) throws IOException {
    if (coding.equals(ZSTD)) {
      return new ZstdContent(body);
    }
    InputStream in = new ByteArrayInputStream(body);
    if (!coding.equals("deflate")) {
      return new GZIPInputStream(in, BUFFER);
    }
    // Deflate is zlib by the RFC, and bare with some clients.
    boolean zlib =
        body.length > 1
            && (body[0] & 0x0f) == (ZLIB & 0x0f)
            && ((body[0] << 8) | (body[1] & 0xff)) % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!zlib), BUFFER) {
      @Override
      public void close() throws IOException {
        super.close();
        inf.end();
      }
    };
  }

  /** What is no coding, as {@code identity} and {@code utf-8}, is as none: so do nodes read it. */
  private static String coding(HttpServletRequest http) {
    return String.join(", ", ContentDecoding.named(http.getHeader("Content-Encoding")));
  }
}
