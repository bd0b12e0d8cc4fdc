package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Reads the {@code data} field of one server-sent event. */
final class SseEvent {

  private static final byte[] DATA = "data:".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

  private SseEvent() {}

  /** The event's data, its lines joined by LF; null when it has none, as a comment. */
  static byte[] data(byte[] event) {
    byte[] only = null;
    ByteArrayOutputStream joined = null;
    for (int start = 0; start < event.length; start = nextLine(event, start)) {
      int end = lineEnd(event, start);
      if (!startsWithData(event, start, end)) {
        continue;
      }
      int from = start + DATA.length;
      from += from < end && event[from] == ' ' ? 1 : 0;
      if (only == null) {
        only = Arrays.copyOfRange(event, from, end);
      } else {
        joined = joined == null ? copyOf(only) : joined;
        joined.write('\n');
        joined.write(event, from, end - from);
      }
    }
    return joined == null ? only : joined.toByteArray();
  }

  /** Whether {@code data} says that the stream is complete. */
  static boolean isDone(byte[] data) {
    return Arrays.equals(data, DONE);
  }

  private static boolean startsWithData(byte[] event, int start, int end) {
    return end - start >= DATA.length
        && Arrays.equals(event, start, start + DATA.length, DATA, 0, DATA.length);
  }

  private static ByteArrayOutputStream copyOf(byte[] bytes) {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(bytes.length * 2);
    copy.write(bytes, 0, bytes.length);
    return copy;
  }

  private static int lineEnd(byte[] event, int from) {
    int at = from;
    while (at < event.length && event[at] != '\n' && event[at] != '\r') {
      at++;
    }
    return at;
  }

  private static int nextLine(byte[] event, int from) {
    int end = lineEnd(event, from);
    boolean crLf = end + 1 < event.length && event[end] == '\r' && event[end + 1] == '\n';
    return end + (crLf ? 2 : 1);
  }
}
