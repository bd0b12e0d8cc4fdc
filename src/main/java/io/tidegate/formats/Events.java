package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the text of one complete stream of server-sent events. Used once, by one thread. */
public final class Events {

  /**
   * The JSON of one event.
   *
   * @param from where the event begins in the text
   * @param to where the next one begins
   */
  public record Chunk(int from, int to, ObjectNode json) {}

  private static final byte[] DATA = "data:".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] EVENT = "event:".getBytes(US_ASCII);
  private static final byte[] ERROR = "error".getBytes(US_ASCII);

  private final byte[] text;
  private final List<Chunk> chunks = new ArrayList<>();
  private ByteArrayOutputStream data;
  private int from;
  private boolean done;

  private Events(byte[] text) {
    this.text = text;
  }

  /**
   * The chunks in {@code text}.
   *
   * @throws IOException if it does not end in {@code [DONE]}, or holds an error or what is no JSON
   */
  public static List<Chunk> read(byte[] text) throws IOException {
    Events events = new Events(text);
    for (int start = 0; start < text.length; start = nextLine(text, start)) {
      events.line(start, lineEnd(text, start));
    }
    events.end(text.length);
    if (!events.done) {
      throw new IOException("the stream was cut");
    }
    return events.chunks;
  }

  /** Adds {@code event} to {@code text} without its comments; nothing if it has no data. */
  public static void copy(byte[] event, ByteArrayOutputStream text) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(event.length);
    boolean some = false;
    for (int start = 0; start < event.length; start = nextLine(event, start)) {
      if (event[start] != ':') {
        lines.write(event, start, nextLine(event, start) - start);
        some |= startsWith(DATA, event, start, lineEnd(event, start));
      }
    }
    if (some) {
      text.writeBytes(lines.toByteArray());
    }
  }

  private void line(int start, int end) throws IOException {
    if (start == end) {
      end(nextLine(text, start));
    } else if (startsWith(DATA, text, start, end)) {
      data(value(start + DATA.length, end), end);
    } else if (startsWith(EVENT, text, start, end)
        && Arrays.equals(ERROR, Arrays.copyOfRange(text, value(start + EVENT.length, end), end))) {
      throw new IOException("the stream holds an error");
    }
  }

  /** One blank after the colon does not count. */
  private int value(int start, int end) {
    return start < end && text[start] == ' ' ? start + 1 : start;
  }

  private void data(int start, int end) {
    if (data == null) {
      data = new ByteArrayOutputStream(end - start);
    } else {
      data.write('\n');
    }
    data.write(text, start, end - start);
  }

  private void end(int to) throws IOException {
    if (data != null) {
      if (done) {
        throw new IOException("the stream goes on behind its end");
      }
      byte[] bytes = data.toByteArray();
      data = null;
      done = Arrays.equals(bytes, DONE);
      if (!done) {
        chunks.add(new Chunk(from, to, Json.read(bytes)));
      }
    }
    from = to;
  }

  private static boolean startsWith(byte[] name, byte[] text, int start, int end) {
    return end - start >= name.length
        && Arrays.equals(text, start, start + name.length, name, 0, name.length);
  }

  private static int lineEnd(byte[] text, int start) {
    int at = start;
    while (at < text.length && text[at] != '\n' && text[at] != '\r') {
      at++;
    }
    return at;
  }

  private static int nextLine(byte[] text, int start) {
    int end = lineEnd(text, start);
    boolean two = end + 1 < text.length && text[end] == '\r' && text[end + 1] == '\n';
    return Math.min(text.length, end + (two ? 2 : 1));
  }
}
