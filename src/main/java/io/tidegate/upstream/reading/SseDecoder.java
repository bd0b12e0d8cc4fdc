package io.tidegate.upstream.reading;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into server-sent events without changing a byte of them.
 *
 * <p>An event ends with its blank line, whichever of LF, CR LF or CR ends the lines (WHATWG HTML,
 * section 9.2.6). Concatenated, the events are the stream. Not thread-safe.
 */
public final class SseDecoder {

  private static final int INITIAL_SIZE = 512;

  /** A larger buffer is not kept for the next event, which will hardly be as large. */
  private static final int KEPT_SIZE = 16 << 10;

  private final int maxEvent;
  private final Consumer<byte[]> events;
  private byte[] buffer = new byte[INITIAL_SIZE];
  private int length;
  private boolean lineEmpty = true;
  private boolean carriageReturn;
  private boolean blankLineOpen;

  /**
   * A decoder that hands each event, a fresh array, to {@code events}.
   *
   * @param maxEvent the largest event in bytes
   */
  public SseDecoder(int maxEvent, Consumer<byte[]> events) {
    this.maxEvent = maxEvent;
    this.events = events;
  }

  /**
   * Takes the next bytes.
   *
   * @return false when an event grew over the limit; the decoder is of no more use then
   */
  public boolean feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (blankLineOpen && next != '\n') {
        emit();
      }
      if (length == maxEvent) {
        return false;
      }
      add(next);
      accept(next);
    }
    return true;
  }

  /** Hands over what is left when the stream has ended, if anything. */
  public void end() {
    if (length > 0) {
      emit();
    }
  }

  private void accept(byte next) {
    switch (next) {
      case '\n' -> endLine(carriageReturn);
      case '\r' -> {
        // A line feed may follow and then belongs to this line end.
        blankLineOpen = lineEmpty;
        lineEmpty = true;
        carriageReturn = true;
      }
      default -> {
        lineEmpty = false;
        carriageReturn = false;
      }
    }
  }

  private void endLine(boolean afterCarriageReturn) {
    boolean blank = afterCarriageReturn ? blankLineOpen : lineEmpty;
    carriageReturn = false;
    lineEmpty = true;
    if (blank) {
      emit();
    }
  }

  private void add(byte next) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(maxEvent, length * 2));
    }
    buffer[length++] = next;
  }

  private void emit() {
    byte[] event = Arrays.copyOf(buffer, length);
    if (buffer.length > KEPT_SIZE) {
      buffer = new byte[INITIAL_SIZE];
    }
    length = 0;
    lineEmpty = true;
    carriageReturn = false;
    blankLineOpen = false;
    events.accept(event);
  }
}
