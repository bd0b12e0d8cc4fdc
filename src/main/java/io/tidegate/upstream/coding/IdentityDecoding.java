package io.tidegate.upstream.coding;

import java.nio.ByteBuffer;

/** The decoding of a body without a coding: its own bytes. */
final class IdentityDecoding implements ContentDecoding {

  @Override
  public ByteBuffer decode(ByteBuffer coded) {
    int length = Math.min(PIECE, coded.remaining());
    ByteBuffer piece = coded.slice(coded.position(), length);
    coded.position(coded.position() + length);
    return piece;
  }

  @Override
  public void end() {}

  @Override
  public void close() {}
}
