package io.tidegate.upstream.reading;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Cuts a byte stream into server-sent events without changing a byte of them.
 *
 * <p>An event ends with its blank line, whichever of LF, CR LF or CR ends the lines (WHATWG HTML,
 * section 9.2.6). Concatenated, the events are the stream. Not thread-safe.
 */
public final class SseDecoder {

  private static final int INITIAL_SIZE = 512;

  /**
   * A larger buffer is not kept for the next event, which will hardly be as large, and is counted.
   */
  private static final int KEPT_SIZE = 4 << 10;

  /** For a stream that is in memory already, of which each event is a part. */
  private static final Memory UNCOUNTED = new Memory(bytes -> true, bytes -> {});

  /**
   * Where a large event is counted while it grows.
   *
   * @param take takes so many bytes; false, and then none, if there are not as many
   * @param giveBack gives so many back
   */
  public record Memory(LongPredicate take, LongConsumer giveBack) {}

  private final int maxEvent;
  private final Consumer<byte[]> events;
  private final Memory memory;
  private byte[] buffer = new byte[INITIAL_SIZE];
  private int length;
  private boolean starved;
  private boolean lineEmpty = true;
  private boolean carriageReturn;
  private boolean blankLineOpen;

  /**
   * A decoder that hands each event, a fresh array, to {@code events}.
   *
   * @param maxEvent the largest event in bytes
   */
  public SseDecoder(int maxEvent, Consumer<byte[]> events) {
    this(maxEvent, events, UNCOUNTED);
  }

  /**
   * As above, for a stream that comes from outside.
   *
   * @param memory where a large event is counted while it grows
   */
  public SseDecoder(int maxEvent, Consumer<byte[]> events, Memory memory) {
    this.maxEvent = maxEvent;
    this.events = events;
    this.memory = memory;
  }

  /**
   * Takes the next bytes.
   *
   * @return false when an event grew over the limit, or over what {@link #starved memory} there is;
   *     the decoder is of no more use then
   */
  public boolean feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (blankLineOpen && next != '\n') {
        emit();
      }
      if (length == maxEvent || (length == buffer.length && !grow())) {
        return false;
      }
      buffer[length++] = next;
      accept(next);
    }
    return true;
  }

  /** Whether there was no memory left for an event. */
  public boolean starved() {
    return starved;
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

  private boolean grow() {
    int more = Math.min(maxEvent, 2 * length);
    starved = counted(more) > 0 && !memory.take().test(counted(more) - counted(length));
    if (!starved) {
      buffer = Arrays.copyOf(buffer, more);
    }
    return !starved;
  }

  /** The bytes that are counted of a buffer of {@code size}. */
  private static int counted(int size) {
    return size > KEPT_SIZE ? size : 0;
  }

  private void emit() {
    byte[] event = Arrays.copyOf(buffer, length);
    if (counted(buffer.length) > 0) {
      memory.giveBack().accept(buffer.length);
      buffer = new byte[INITIAL_SIZE];
    }
    length = 0;
    lineEmpty = true;
    carriageReturn = false;
    blankLineOpen = false;
    events.accept(event);
  }
}
