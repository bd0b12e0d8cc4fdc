package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tidegate.exchange.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Decides by its first bytes whether a body is a stream of events or JSON, and by its label only
 * when they say nothing: nodes and proxies mislabel both, or not label them at all.
 *
 * <p>Blanks and byte order marks in front are dropped. Blank lines are how DeepSeek keeps the
 * connection of a waiting plain call open.
 */
final class SniffingBody implements Body {

  private static final Pattern STREAM =
      Pattern.compile("(:|(data|event|id|retry|error)(:|[\r\n])).*", Pattern.DOTALL);
  private static final Pattern UNDECIDED =
      Pattern.compile("d(at?a?)?|e(v(e(nt?)?)?|r(r(or?)?)?)?|id?|r(e(t(ry?)?)?)?");
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final boolean labelledStream;
  private final Supplier<Body> stream;
  private final Supplier<Body> plain;
  private final ByteArrayOutputStream first = new ByteArrayOutputStream(16);
  private int marked;
  private Body body;

  /** A body under the media type {@code contentType}, or null, that becomes one of the two. */
  SniffingBody(String contentType, Supplier<Body> stream, Supplier<Body> plain) {
    this.labelledStream =
        contentType != null
            && contentType.strip().toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    this.stream = stream;
    this.plain = plain;
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    while (body == null && bytes.hasRemaining()) {
      take(bytes.get());
    }
    if (body != null) {
      body.bytes(bytes);
    }
  }

  @Override
  public void end() {
    if (body == null) {
      become(labelledStream ? stream : plain);
    }
    body.end();
  }

  @Override
  public boolean settle() {
    return body != null && body.settle();
  }

  @Override
  public Usage seen() {
    return body == null ? Usage.NONE : body.seen();
  }

  @Override
  public void pause() {
    if (body != null) {
      body.pause();
    }
  }

  private void take(byte next) {
    if (first.size() == 0 && (blank(next) || mark(next))) {
      return;
    }
    first.write(next);
    String text = first.toString(ISO_8859_1);
    if (STREAM.matcher(text).matches()) {
      become(stream);
    } else if (text.charAt(0) == '{' || text.charAt(0) == '[') {
      become(plain);
    } else if (!UNDECIDED.matcher(text).matches()) {
      become(labelledStream ? stream : plain);
    }
  }

  private static boolean blank(byte next) {
    return next >= 0 && next <= ' ';
  }

  /** Whether {@code next} goes on with a byte order mark. */
  private boolean mark(byte next) {
    boolean known = next == MARK[marked];
    marked = known ? (marked + 1) % MARK.length : 0;
    return known;
  }

  private void become(Supplier<Body> chosen) {
    body = chosen.get();
    body.bytes(ByteBuffer.wrap(first.toByteArray()));
  }
}
