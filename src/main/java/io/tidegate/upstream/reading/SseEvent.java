package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One server-sent event, read by its lines (WHATWG HTML, section 9.2.6).
 *
 * <p>Passed on is what it says and not what it numbers: {@code id} and {@code retry} belong to the
 * node's connection, and kill clients that take the next comment for an event. So does a byte order
 * mark, wherever a proxy left it.
 */
public final class SseEvent {

  private static final byte[] DATA = "data".getBytes(US_ASCII);
  private static final byte[] NAME = "event".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] DATA_LINE = "data: ".getBytes(US_ASCII);
  private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final byte[] ID = "id".getBytes(US_ASCII);
  private static final byte[] RETRY = "retry".getBytes(US_ASCII);
  private static final Pattern BEGINNING =
      Pattern.compile("(data|event|id|retry|error)?:[\\s\\S]*");
  private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

  /** Older llama.cpp sends its errors in a field of this name in the place of {@code data}. */
  private static final byte[] ERROR = "error".getBytes(US_ASCII);

  private final byte[] event;

  /** Where the only line of data begins and ends; several are in {@link #lines}. */
  private int dataFrom = -1;

  private int dataTo;
  private ByteArrayOutputStream lines;
  private byte[] data;
  private String name;
  private boolean changed;
  private boolean comment;
  private boolean failed;

  private SseEvent(byte[] event) {
    this.event = event;
    // Nearly all have one line of data and are passed on as they are: nothing is copied for these.
    for (int start = 0; start < event.length; ) {
      int end = lineEnd(event, start);
      line(start, end);
      start = behindLine(event, end);
    }
  }

  /** What {@code event}, perhaps without its blank line, says. */
  public static SseEvent of(byte[] event) {
    return new SseEvent(event);
  }

  /** Whether all of it is UTF-8. */
  public boolean isValid() {
    return Utf8.isValid(event);
  }

  /**
   * The same event with a replacement character for each byte that is no UTF-8, as all who read
   * events are to take it (WHATWG HTML, section 9.2.6).
   */
  public SseEvent decoded() {
    return new SseEvent(Utf8.replaced(event));
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
    if (data == null && dataFrom >= 0) {
      data = lines == null ? Arrays.copyOfRange(event, dataFrom, dataTo) : lines.toByteArray();
    }
    return data;
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
    return comment && dataFrom < 0;
  }

  /** The bytes to pass on, with the blank line that ends an event. */
  public byte[] passed() {
    if (!changed && ended(event)) {
      return event;
    }
    ByteArrayOutputStream passed = kept(true);
    byte[] lines = passed.toByteArray();
    String missing = ended(lines) ? "" : atLineStart(lines) ? "\n" : "\n\n";
    passed.writeBytes(missing.getBytes(US_ASCII));
    return passed.toByteArray();
  }

  /** The bytes to pass on with {@code other} in the place of its data. */
  public byte[] with(byte[] other) {
    ByteArrayOutputStream changedEvent = kept(false);
    for (int start = 0; start <= other.length; ) {
      int end = lineEnd(other, start);
      changedEvent.writeBytes(DATA_LINE);
      changedEvent.write(other, start, end - start);
      changedEvent.write('\n');
      start = behindLine(other, end);
    }
    changedEvent.write('\n');
    return changedEvent.toByteArray();
  }

  /**
   * The lines of its comments to pass on, and nothing else: without data it says nothing to
   * clients, and without its blank line it would say so of the next event.
   */
  public byte[] comments() {
    ByteArrayOutputStream comments = new ByteArrayOutputStream(event.length + 1);
    for (int begin = 0; begin < event.length; ) {
      int end = lineEnd(event, begin);
      int start = behindMarks(begin, end);
      if (start < end && event[start] == ':') {
        comments.write(event, start, end - start);
        comments.write('\n');
      }
      begin = behindLine(event, end);
    }
    return comments.toByteArray();
  }

  /** The lines that are passed on; those of the data, and blank ones, only {@code withData}. */
  private ByteArrayOutputStream kept(boolean withData) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(event.length + 64);
    for (int begin = 0; begin < event.length; ) {
      int end = lineEnd(event, begin);
      int next = Math.min(event.length, behindLine(event, end));
      int start = behindMarks(begin, end);
      int colon = colon(start, end);
      boolean other = !is(DATA, start, colon) && start < end;
      if (!dropped(begin, start, colon, end) && (withData || other)) {
        kept.write(event, start, next - start);
      }
      begin = next;
    }
    return kept;
  }

  /** Whether {@code data} says that the stream is complete; SDKs look at the beginning alone. */
  public static boolean isDone(byte[] data) {
    int start = 0;
    while (start < data.length && (data[start] <= ' ' || data[start] == '"')) {
      start++;
    }
    int end = start + DONE.length;
    return end <= data.length
        && data[start] == '['
        && new String(data, start, DONE.length, US_ASCII).equalsIgnoreCase("[DONE]");
  }

  private void line(int begin, int end) {
    int start = behindMarks(begin, end);
    int colon = colon(start, end);
    changed |= start > begin || dropped(begin, start, colon, end);
    comment |= colon == start && start < end;
    int from = Math.min(colon + 1, end);
    from += from < end && event[from] == ' ' ? 1 : 0;
    boolean error = is(ERROR, start, colon);
    failed |= error;
    if (error || is(DATA, start, colon)) {
      data(from, end);
    } else if (is(NAME, start, colon)) {
      name = new String(event, from, end - from, UTF_8).strip();
      failed |= name.equals("error");
    }
  }

  private void data(int from, int end) {
    if (dataFrom < 0) {
      dataFrom = from;
      dataTo = end;
      return;
    }
    if (lines == null) {
      lines = new ByteArrayOutputStream(event.length);
      lines.write(event, dataFrom, dataTo - dataFrom);
    }
    lines.write('\n');
    lines.write(event, from, end - from);
  }

  private boolean dropped(int begin, int start, int colon, int end) {
    boolean nothingButMarks = start > begin && start == end;
    return nothingButMarks || is(ID, start, colon) || is(RETRY, start, colon);
  }

  private boolean is(byte[] field, int start, int colon) {
    return Arrays.equals(event, start, colon, field, 0, field.length);
  }

  private int colon(int start, int end) {
    int colon = start;
    while (colon < end && event[colon] != ':') {
      colon++;
    }
    return colon;
  }

  private int behindMarks(int begin, int end) {
    int start = begin;
    while (startsWithMark(start, end)) {
      start += MARK.length;
    }
    return start;
  }

  private boolean startsWithMark(int start, int end) {
    return end - start >= MARK.length
        && Arrays.equals(event, start, start + MARK.length, MARK, 0, MARK.length);
  }

  /** Where the line that begins at {@code from} ends: CR, LF and nothing else ends a line. */
  private static int lineEnd(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] != '\n' && text[at] != '\r') {
      at++;
    }
    return at;
  }

  /** Where the next line begins; beyond the text, if the line that ends at {@code end} is last. */
  private static int behindLine(byte[] text, int end) {
    boolean crLf = end + 1 < text.length && text[end] == '\r' && text[end + 1] == '\n';
    return end + (crLf ? 2 : 1);
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
