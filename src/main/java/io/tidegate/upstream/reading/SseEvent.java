package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One server-sent event, read by its lines (WHATWG HTML, section 9.2.6).
 *
 * <p>Passed on is what it says and not what it numbers: {@code id} and {@code retry} belong to the
 * node's connection, and kill clients that take the next comment for an event. So does a byte order
 * mark, wherever a proxy left it.
 */
public final class SseEvent {

  private static final String DATA = "data";
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final Set<String> DROPPED = Set.of("id", "retry");
  private static final Pattern BEGINNING =
      Pattern.compile("(data|event|id|retry|error)?:[\\s\\S]*");
  private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

  /** Older llama.cpp sends its errors in a field of this name in the place of {@code data}. */
  private static final String ERROR = "error";

  private final byte[] event;
  private final ByteArrayOutputStream passed;
  private final ByteArrayOutputStream besides = new ByteArrayOutputStream(0);
  private ByteArrayOutputStream data;
  private byte[] wholeData;
  private String name;
  private boolean changed;
  private boolean comment;
  private boolean failed;

  private SseEvent(byte[] event) {
    this.event = event;
    this.passed = new ByteArrayOutputStream(event.length + 2);
    int start = 0;
    while (start < event.length) {
      int next = nextLine(start);
      line(start, lineEnd(start), next);
      start = next;
    }
  }

  /** What {@code event}, perhaps without its blank line, says. */
  public static SseEvent of(byte[] event) {
    return new SseEvent(event);
  }

  /** Whether {@code text} begins as a stream of events does. */
  static boolean begins(String text) {
    return BEGINNING.matcher(text).matches();
  }

  /** The end of a stream. */
  public static byte[] done() {
    return DONE_EVENT.clone();
  }

  /** The data, its lines joined by LF, not to be changed; null when it has none, as a comment. */
  public byte[] data() {
    if (wholeData == null && data != null) {
      wholeData = data.toByteArray();
    }
    return wholeData;
  }

  /** The name of the event, or null if it has none. */
  public String name() {
    return name;
  }

  /** Whether it says that the node failed, whatever its data are. */
  public boolean failed() {
    return failed;
  }

  /** Whether it has comments, and no data. */
  public boolean comment() {
    return comment && data == null;
  }

  /** The bytes to pass on, with the blank line that ends an event. */
  public byte[] passed() {
    if (!changed && ended(event)) {
      return event;
    }
    byte[] lines = passed.toByteArray();
    String missing = ended(lines) ? "" : atLineStart(lines) ? "\n" : "\n\n";
    passed.writeBytes(missing.getBytes(US_ASCII));
    return passed.toByteArray();
  }

  /** The bytes to pass on with {@code other} in the place of its data. */
  public byte[] with(byte[] other) {
    ByteArrayOutputStream changedEvent = new ByteArrayOutputStream(event.length + 64);
    changedEvent.writeBytes(besides.toByteArray());
    String lines = "data: " + new String(other, UTF_8).replaceAll("\\R", "\ndata: ") + "\n\n";
    changedEvent.writeBytes(lines.getBytes(UTF_8));
    return changedEvent.toByteArray();
  }

  /** The bytes of its comments to pass on, without a blank line: it would end an event. */
  public byte[] comments() {
    byte[] lines = passed.toByteArray();
    int end = lines.length;
    while (end > 0 && (lines[end - 1] == '\n' || lines[end - 1] == '\r')) {
      end--;
    }
    byte[] comments = Arrays.copyOf(lines, end + 1);
    comments[end] = '\n';
    return comments;
  }

  /** Whether {@code data} says that the stream is complete; SDKs look at the beginning alone. */
  public static boolean isDone(byte[] data) {
    int start = 0;
    while (start < data.length && (data[start] <= ' ' || data[start] == '"')) {
      start++;
    }
    int end = start + DONE.length;
    return end <= data.length
        && new String(data, start, DONE.length, US_ASCII).equalsIgnoreCase("[DONE]");
  }

  private void line(int begin, int end, int next) {
    int start = begin;
    while (startsWithMark(start, end)) {
      start += MARK.length;
    }
    int colon = start;
    while (colon < end && event[colon] != ':') {
      colon++;
    }
    String field = new String(event, start, Math.min(colon - start, 8), US_ASCII);
    boolean dropped = DROPPED.contains(field) || (start > begin && start == end);
    changed |= dropped || start > begin;
    if (!dropped) {
      passed.write(event, start, next - start);
    }
    if (!dropped && !field.equals(DATA) && start < end) {
      besides.write(event, start, next - start);
    }
    comment |= colon == start && start < end;
    field(field, colon, end);
  }

  private void field(String field, int colon, int end) {
    int from = Math.min(colon + 1, end);
    from += from < end && event[from] == ' ' ? 1 : 0;
    if (field.equals(DATA) || field.equals(ERROR)) {
      failed |= field.equals(ERROR);
      if (data == null) {
        data = new ByteArrayOutputStream(end - from);
      } else {
        data.write('\n');
      }
      data.write(event, from, end - from);
    } else if (field.equals("event")) {
      name = new String(event, from, end - from, UTF_8).strip();
      failed |= name.equals(ERROR);
    }
  }

  private boolean startsWithMark(int start, int end) {
    return end - start >= MARK.length
        && Arrays.equals(event, start, start + MARK.length, MARK, 0, MARK.length);
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < event.length && event[at] != '\n' && event[at] != '\r') {
      at++;
    }
    return at;
  }

  private int nextLine(int from) {
    int end = lineEnd(from);
    boolean crLf = end + 1 < event.length && event[end] == '\r' && event[end + 1] == '\n';
    return Math.min(event.length, end + (crLf ? 2 : 1));
  }

  private static boolean atLineStart(byte[] lines) {
    return lines.length == 0 || lines[lines.length - 1] == '\n' || lines[lines.length - 1] == '\r';
  }

  /** Whether the last line is blank. */
  private static boolean ended(byte[] lines) {
    int last = lines.length - 1;
    if (!atLineStart(lines) || last < 0) {
      return false;
    }
    boolean crLf = last > 0 && lines[last] == '\n' && lines[last - 1] == '\r';
    int before = last - (crLf ? 2 : 1);
    return before < 0 || lines[before] == '\n' || lines[before] == '\r';
  }
}
