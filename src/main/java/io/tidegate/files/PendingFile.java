package io.tidegate.files;

import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;
import static io.tidegate.files.FileStore.PIECE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.store.StoreException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file that is being written and seen by nobody: it is {@linkplain #finish finished}, or gone
 * when closed.
 *
 * <p>Waits for the database; throws {@link FailureException} as {@link Files} does, and {@code
 * REQUEST_TOO_LARGE} as soon as it is. Holds one piece in memory. Not thread-safe.
 */
public final class PendingFile extends OutputStream {

  /** The most bytes that it may have: by the limit for files, and by what its tenant has left. */
  record Bounds(long limit, long room) {}

  private final Files files;
  private final FileStore store;
  private final String id;
  private final Bounds bounds;
  private final byte[] piece = new byte[PIECE];
  private int filled;
  private int pieces;
  private long bytes;
  private boolean over;

  PendingFile(Files files, FileStore store, String id, Bounds bounds) {
    this.files = files;
    this.store = store;
    this.id = id;
    this.bounds = bounds;
  }

  /** How many bytes were written. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    bytes += length;
    if (bytes > bounds.limit()) {
      throw tooLarge(bounds.limit());
    }
    if (bytes > bounds.room()) {
      throw noRoom();
    }
    int from = offset;
    while (from < offset + length) {
      int part = Math.min(offset + length - from, PIECE - filled);
      System.arraycopy(source, from, piece, filled, part);
      filled += part;
      from += part;
      if (filled == PIECE) {
        put();
      }
    }
  }

  /** Lets the file be seen, as {@code file} describes it. */
  public StoredFile finish(NewFile file) {
    if (filled > 0) {
      put();
    }
    StoredFile whole = files.finish(id, file, bytes);
    over = true;
    return whole;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      var unused = files.discard(id);
    }
  }

  private void put() {
    // A copy: a database in memory may hold on to what it was given.
    byte[] content = Arrays.copyOf(piece, filled);
    int number = pieces;
    var unused =
        StoreException.told(
            () -> {
              store.put(id, number, content);
              return number;
            });
    pieces++;
    filled = 0;
  }

  static FailureException tooLarge(long limit) {
    return Failure.ofParam(
            REQUEST_TOO_LARGE, "file", "The file is larger than the limit of " + limit + " bytes.")
        .asException();
  }

  static FailureException noRoom() {
    return Failure.ofParam(
            REQUEST_TOO_LARGE,
            "file",
            "There is no room left for it among your files: delete some of them.")
        .asException();
  }
}
