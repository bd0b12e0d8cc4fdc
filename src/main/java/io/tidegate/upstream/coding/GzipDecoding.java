package io.tidegate.upstream.coding;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The coding {@code gzip} (RFC 1952): members one after the other, each with its check sum.
 *
 * <p>What follows the last member and is none is ignored, as by gzip itself.
 */
final class GzipDecoding implements ContentDecoding {

  private enum Part {
    HEADER,
    DATA,
    TRAILER,
    BETWEEN,
    PADDING
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int TRAILER_SIZE = 8;
  private static final byte MAGIC = 0x1f;

  private final Inflation inflation = new Inflation(true);
  private final CRC32 sum = new CRC32();
  private GzipHeader header = new GzipHeader();
  private Part part = Part.HEADER;
  private boolean begun;
  private long trailer;
  private int trailerBytes;

  @Override
  public ByteBuffer decode(ByteBuffer coded) throws ZipException {
    while (coded.hasRemaining() || part == Part.DATA) {
      if (part == Part.DATA) {
        ByteBuffer piece = data(coded);
        if (piece.hasRemaining() || part == Part.DATA) {
          return piece;
        }
      } else {
        frame(coded);
      }
    }
    return NOTHING;
  }

  @Override
  public void end() throws ZipException {
    boolean whole = !begun || part == Part.BETWEEN || part == Part.PADDING;
    if (!whole) {
      throw new ZipException("the gzip data ends too soon");
    }
  }

  @Override
  public void close() {
    inflation.close();
  }

  private ByteBuffer data(ByteBuffer coded) throws ZipException {
    ByteBuffer piece = inflation.next(coded);
    sum.update(piece.duplicate());
    if (inflation.finished()) {
      part = Part.TRAILER;
    }
    return piece;
  }

  private void frame(ByteBuffer coded) throws ZipException {
    begun = true;
    switch (part) {
      case HEADER -> part = header.take(coded.get()) ? Part.DATA : Part.HEADER;
      case TRAILER -> trailer(coded.get());
      case BETWEEN -> {
        if (coded.get(coded.position()) == MAGIC) {
          nextMember();
        } else {
          part = Part.PADDING;
        }
      }
      case PADDING, DATA -> coded.position(coded.limit());
    }
  }

  private void trailer(byte next) throws ZipException {
    trailer |= (next & 0xffL) << (8 * trailerBytes);
    trailerBytes++;
    if (trailerBytes == TRAILER_SIZE) {
      long length = inflation.written() & 0xffffffffL;
      if (trailer != (length << Integer.SIZE | sum.getValue())) {
        throw new ZipException("the gzip data does not match its check sum");
      }
      part = Part.BETWEEN;
    }
  }

  private void nextMember() {
    header = new GzipHeader();
    inflation.reset();
    sum.reset();
    trailer = 0;
    trailerBytes = 0;
    part = Part.HEADER;
  }
}
