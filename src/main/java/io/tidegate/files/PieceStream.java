package io.tidegate.files;

import static io.tidegate.files.FileStore.PIECE;

import io.tidegate.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a file piece by piece, and only those asked for; not thread-safe. */
final class PieceStream extends InputStream {

  private final FileStore store;
  private final StoredFile file;
  private long position;
  private byte[] piece;
  private int number = -1;

  PieceStream(FileStore store, StoredFile file) {
    this.store = store;
    this.file = file;
  }

  /** Goes on at {@code position}, which may be past the end, where there is nothing to read. */
  void seek(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative: " + position);
    }
    this.position = position;
  }

  /** Fetches the first piece, if there is one. */
  void begin() throws IOException {
    if (file.bytes() > 0) {
      fetch(0);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position >= file.bytes()) {
      return -1;
    }
    fetch((int) (position / PIECE));
    int from = (int) (position % PIECE);
    int part = Math.min(length, piece.length - from);
    System.arraycopy(piece, from, target, offset, part);
    position += part;
    return part;
  }

  @Override
  public long skip(long wanted) {
    long skipped = Math.max(0, Math.min(wanted, file.bytes() - position));
    position += skipped;
    return skipped;
  }

  private void fetch(int wanted) throws IOException {
    if (wanted != number) {
      piece = StoreException.told(() -> store.piece(file.id(), wanted));
      number = wanted;
    }
    if (piece == null) {
      throw new FileNotFoundException("the file " + file.id() + " was deleted");
    }
  }
}
