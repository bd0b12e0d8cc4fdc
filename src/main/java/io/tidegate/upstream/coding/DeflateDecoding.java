package io.tidegate.upstream.coding;

import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * The coding {@code deflate}: zlib's format (RFC 1950), or the bare data (RFC 1951) that some
 * senders take it for; the first byte tells which.
 */
final class DeflateDecoding implements ContentDecoding {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The method in the low half of zlib's first byte; bare data begins so in no useful case. */
  private static final int DEFLATED = 8;

  private Inflation inflation;

  @Override
  public ByteBuffer decode(ByteBuffer coded) throws ZipException {
    if (inflation == null) {
      if (!coded.hasRemaining()) {
        return NOTHING;
      }
      boolean zlib = (coded.get(coded.position()) & 0x0f) == DEFLATED;
      inflation = new Inflation(!zlib);
    }
    ByteBuffer piece = inflation.next(coded);
    if (inflation.finished() && !piece.hasRemaining()) {
      coded.position(coded.limit());
    }
    return piece;
  }

  @Override
  public void end() throws ZipException {
    if (inflation != null && !inflation.finished()) {
      throw new ZipException("the deflated data ends too soon");
    }
  }

  @Override
  public void close() {
    if (inflation != null) {
      inflation.close();
    }
  }
}
