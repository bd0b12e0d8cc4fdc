package io.tidegate.upstream.coding;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** An {@link Inflater} that hands out pieces of {@link ContentDecoding#PIECE} bytes at most. */
final class Inflation implements AutoCloseable {

  private final Inflater inflater;
  private final byte[] piece = new byte[ContentDecoding.PIECE];

  /** An inflation of deflated data, without the wrapping of zlib if it is {@code raw}. */
  Inflation(boolean raw) {
    inflater = new Inflater(raw);
  }

  /** The next piece; empty when {@code coded} is used up or the data is at its end. */
  ByteBuffer next(ByteBuffer coded) throws ZipException {
    try {
      inflater.setInput(coded);
      int length = inflater.inflate(piece);
      if (length == 0 && inflater.needsDictionary()) {
        throw new ZipException("the deflated data wants a dictionary");
      }
      return ByteBuffer.wrap(piece, 0, length);
    } catch (DataFormatException broken) {
      throw new ZipException("the deflated data is broken: " + broken.getMessage());
    }
  }

  /** Whether the data is complete; what follows in the input is not a part of it. */
  boolean finished() {
    return inflater.finished();
  }

  /** How many bytes have been handed out since the beginning. */
  long written() {
    return inflater.getBytesWritten();
  }

  /** Begins anew with other data. */
  void reset() {
    inflater.reset();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
