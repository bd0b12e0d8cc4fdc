package io.tidegate.batches.lines;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a file, one after the other, that are not blank. Their numbers count the blank ones
 * too, and their places are those in the file. Not thread-safe.
 */
public final class InputLines {

  /** The longest line there may be, in bytes. */
  static final int LONGEST = 8 << 20;

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int BUFFER = 64 << 10;

  /**
   * A line.
   *
   * @param number from 1, in the file
   * @param from the place of its first byte in the file
   * @param content its bytes without the line feed, or null if it is too long
   */
  public record Line(int number, long from, Content content) {

    /** The place behind its last byte; only for one that is not too long. */
    long to() {
      return from + content.bytes.length;
    }
  }

  /** The bytes of a line, not to be changed. */
  public static final class Content {
    private final byte[] bytes;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes, not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** So often, in bytes, it is told that reading goes on; a power of two. */
  private static final int STRIDE = 1 << 20;

  private final InputStream in;
  private final Runnable each;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number;
  private long at;
  private boolean blank;
  private boolean tooLong;

  private InputLines(InputStream in, int number, long at, Runnable each) {
    this.in = requireNonNull(in, "in");
    this.each = requireNonNull(each, "each");
    this.number = number;
    this.at = at;
  }

  /**
   * The lines of the file {@code in} from its start, a byte order mark left out.
   *
   * @param each done with each line and each MiB, however little is in it; may throw to stop it
   */
  public static InputLines ofFile(InputStream in, Runnable each) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(BOM.length);
    boolean marked = Arrays.equals(buffered.readNBytes(BOM.length), BOM);
    if (!marked) {
      buffered.reset();
    }
    return new InputLines(buffered, 1, marked ? BOM.length : 0, each);
  }

  /** The lines of a part of a file, whose first has {@code number} and is at {@code from}. */
  public static InputLines ofPart(InputStream in, int number, long from) {
    return new InputLines(in, number, from, () -> {});
  }

  /** How many bytes of the file have been read. */
  long position() {
    return at;
  }

  /** The next line that is not blank, or null at the end. */
  public Line next() throws IOException {
    for (boolean more = true; more; ) {
      long from = at;
      more = read();
      int read = number;
      if (more) {
        number++;
      }
      if (!blank) {
        each.run();
        return new Line(read, from, tooLong ? null : new Content(line.toByteArray()));
      }
    }
    return null;
  }

  /** Reads a line; false if the file ends with it. */
  private boolean read() throws IOException {
    line.reset();
    blank = true;
    tooLong = false;
    for (int next = in.read(); next >= 0; next = in.read()) {
      at++;
      if (at % STRIDE == 0) {
        each.run();
      }
      if (next == '\n') {
        return true;
      }
      blank &= next == ' ' || next == '\t' || next == '\r';
      tooLong |= line.size() == LONGEST;
      if (!tooLong) {
        line.write(next);
      }
    }
    return false;
  }
}
