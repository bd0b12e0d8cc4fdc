package io.tidegate.bench.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one stream as its bytes come (HTTP/1.1, chunked), checks the order of its events, and keeps
 * none of them; for one thread.
 */
final class EventReader {

  private enum Part {
    HEAD,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    WHOLE
  }

  private static final byte[] CONTENT = "\"content\":\"".getBytes(ISO_8859_1);
  private static final int HEXADECIMAL = 16;

  private final StreamTally tally;
  private byte[] line = new byte[320];
  private int length;

  /** Lines of events go on across chunks, and those of the chunks themselves lie between. */
  private byte[] partial = new byte[0];

  private Part part = Part.HEAD;
  private int status;
  private boolean chunked;
  private boolean keepAlive;
  private long left;
  private long number;
  private long last;
  private boolean done;

  EventReader(StreamTally tally) {
    this.tally = tally;
  }

  /** Gets ready for the answer to the stream {@code next}. */
  void begin(long next) {
    number = next;
    last = 0;
    length = 0;
    partial = new byte[0];
    status = 0;
    chunked = false;
    keepAlive = true;
    done = false;
    part = Part.HEAD;
  }

  /** The number of the last event that came in order; 0 before the first. */
  long last() {
    return last;
  }

  /** Whether the stream has said that it is complete, and the response has ended, too. */
  boolean complete() {
    return done && part == Part.WHOLE;
  }

  /** Whether the connection may carry another one. */
  boolean keepAlive() {
    return keepAlive && part == Part.WHOLE;
  }

  int status() {
    return status;
  }

  /** Takes what was read at the nano reading {@code now}; whether the response is whole. */
  boolean read(ByteBuffer in, long now) {
    while (in.hasRemaining() && part != Part.WHOLE) {
      if (part == Part.CHUNK) {
        chunk(in, now);
      } else if (takeLine(in, in.remaining())) {
        String text = new String(line, 0, length, ISO_8859_1);
        length = 0;
        headLine(text);
      }
    }
    return part == Part.WHOLE;
  }

  private void chunk(ByteBuffer in, long now) {
    if (length == 0 && partial.length > 0) {
      length = partial.length;
      System.arraycopy(partial, 0, line, 0, length);
      partial = new byte[0];
    }
    int before = in.position();
    int most = (int) Math.min(left, in.remaining());
    boolean whole = takeLine(in, most);
    left -= in.position() - before;
    if (whole) {
      event(now);
      length = 0;
    }
    if (left == 0) {
      partial = length == 0 ? partial : Arrays.copyOf(line, length);
      length = 0;
      part = Part.CHUNK_SIZE;
    }
  }

  private boolean takeLine(ByteBuffer in, int most) {
    for (int i = 0; i < most; i++) {
      byte next = in.get();
      if (next == '\n') {
        length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
        return true;
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = next;
    }
    return false;
  }

  private void headLine(String text) {
    if (part == Part.CHUNK_SIZE) {
      // An empty line ends the chunk before.
      if (!text.isEmpty()) {
        left = Long.parseLong(text.split(";", 2)[0].strip(), HEXADECIMAL);
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
      }
    } else if (part == Part.TRAILER) {
      part = text.isEmpty() ? Part.WHOLE : Part.TRAILER;
    } else if (status == 0) {
      status = Integer.parseInt(text, 9, 12, 10);
    } else if (text.isEmpty()) {
      part = chunked ? Part.CHUNK_SIZE : Part.WHOLE;
      keepAlive &= chunked;
    } else {
      String header = text.toLowerCase(Locale.ROOT);
      chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
      keepAlive &= !header.startsWith("connection:") || !header.endsWith("close");
    }
  }

  private void event(long now) {
    if (length < 6 || line[0] != 'd') {
      return;
    }
    int at = content();
    if (at >= 0) {
      long stream = number(at, 8);
      long event = number(at + 9, 8);
      last = tally.event(number == stream, last, event, now - number(at + 18, 19));
      return;
    }
    String text = new String(line, 0, length, ISO_8859_1);
    done |= text.equals("data: [DONE]");
    if (text.startsWith("data: {\"error\"")) {
      tally.errorEvents++;
    }
  }

  private int content() {
    for (int i = 6; i + CONTENT.length + 37 <= length; i++) {
      if (line[i] == '"'
          && Arrays.equals(line, i, i + CONTENT.length, CONTENT, 0, CONTENT.length)) {
        return i + CONTENT.length;
      }
    }
    return -1;
  }

  private long number(int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      value = 10 * value + line[i] - '0';
    }
    return value;
  }
}
