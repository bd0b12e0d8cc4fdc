package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Reads one HTTP/1.1 response, as its bytes come, and judges its body (RFC 9112). */
final class ResponseReader {

  private enum Part {
    HEAD,
    COUNTED,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    TO_THE_END,
    WHOLE
  }

  private static final int FIRST_SIZE = 2048;
  private static final int HEXADECIMAL = 16;

  private byte[] line = new byte[256];
  private int lineLength;
  private byte[] body = new byte[FIRST_SIZE];
  private int bodyLength;
  private Part part = Part.HEAD;
  private long left;
  private int status;
  private boolean chunked;
  private boolean keepAlive;
  private double retryAfter;
  private boolean retryForbidden;
  private boolean begun;

  /** Gets ready for the next response. */
  void clear() {
    lineLength = 0;
    bodyLength = 0;
    part = Part.HEAD;
    left = -1;
    status = 0;
    chunked = false;
    keepAlive = false;
    retryAfter = -1;
    retryForbidden = false;
    begun = false;
  }

  /** Takes what has come; whether the response is whole now. */
  boolean read(ByteBuffer in) {
    begun |= in.hasRemaining();
    while (in.hasRemaining() && part != Part.WHOLE) {
      switch (part) {
        case HEAD, CHUNK_SIZE, TRAILER -> readLine(in);
        case COUNTED, CHUNK, TO_THE_END -> readBody(in);
        case WHOLE -> throw new IllegalStateException("the response has ended");
      }
    }
    return part == Part.WHOLE;
  }

  /** The server has closed the connection; whether the response is whole now. */
  boolean end() {
    return part == Part.TO_THE_END;
  }

  /** Whether any byte has come. */
  boolean begun() {
    return begun;
  }

  int status() {
    return status;
  }

  /** Whether the connection may be used again. */
  boolean keepAlive() {
    return keepAlive && part == Part.WHOLE;
  }

  /** Seconds, or -1 if there is no such header or it does not hold a number. */
  double retryAfter() {
    return retryAfter;
  }

  boolean retryForbidden() {
    return retryForbidden;
  }

  /**
   * Whether this is an answer: JSON with choices, or a stream with its end and without an error.
   */
  boolean answers(boolean stream) {
    if (status != 200) {
      return false;
    }
    String text = new String(body, 0, bodyLength, ISO_8859_1).strip();
    if (stream) {
      return text.endsWith("data: [DONE]")
          && text.contains("\"choices\"")
          && !text.contains("data: {\"error\"");
    }
    return text.startsWith("{")
        && text.endsWith("}")
        && text.contains("\"choices\"")
        && !text.startsWith("{\"error\"");
  }

  private void readLine(ByteBuffer in) {
    while (in.hasRemaining()) {
      byte next = in.get();
      if (next == '\n') {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        line(new String(line, 0, length, ISO_8859_1));
        return;
      }
      if (lineLength == line.length) {
        line = Arrays.copyOf(line, 2 * line.length);
      }
      line[lineLength++] = next;
    }
  }

  private void line(String text) {
    if (part == Part.CHUNK_SIZE) {
      chunkSize(text);
    } else if (part == Part.TRAILER) {
      part = text.isEmpty() ? Part.WHOLE : Part.TRAILER;
    } else if (status == 0) {
      status = Integer.parseInt(text, 9, 12, 10);
      keepAlive = text.startsWith("HTTP/1.1");
    } else if (text.isEmpty()) {
      headEnds();
    } else {
      header(text);
    }
  }

  private void chunkSize(String text) {
    if (text.isEmpty()) {
      // The line end after the data of the last chunk.
      return;
    }
    int extension = text.indexOf(';');
    left =
        Long.parseLong((extension < 0 ? text : text.substring(0, extension)).strip(), HEXADECIMAL);
    part = left == 0 ? Part.TRAILER : Part.CHUNK;
  }

  private void headEnds() {
    if (status < 200) {
      status = 0;
    } else if (chunked) {
      part = Part.CHUNK_SIZE;
    } else if (left == 0 || status == 204 || status == 304) {
      part = Part.WHOLE;
    } else {
      part = left > 0 ? Part.COUNTED : Part.TO_THE_END;
    }
  }

  private void header(String text) {
    int colon = text.indexOf(':');
    String value = text.substring(colon + 1).strip();
    switch (text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
      case "content-length" -> left = Long.parseLong(value);
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      case "connection" -> keepAlive &= !value.equalsIgnoreCase("close");
      case "retry-after" ->
          retryAfter = value.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(value) : -1;
      case "x-should-retry" -> retryForbidden = value.equals("false");
      default -> {
        // The others say nothing that matters here.
      }
    }
  }

  private void readBody(ByteBuffer in) {
    int now = part == Part.TO_THE_END ? in.remaining() : (int) Math.min(in.remaining(), left);
    if (bodyLength + now > body.length) {
      body = Arrays.copyOf(body, Math.max(bodyLength + now, 2 * body.length));
    }
    in.get(body, bodyLength, now);
    bodyLength += now;
    if (part != Part.TO_THE_END) {
      left -= now;
      if (left == 0) {
        part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.WHOLE;
      }
    }
  }
}
