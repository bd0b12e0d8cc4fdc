package io.tidegate.cache.key;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A short keyed hash of bytes: who does not know the key cannot make inputs that collide
 * (SipHash-2-4; Aumasson and Bernstein, 2012). Thread-safe.
 */
final class SipHash {

  private static final int WORD = Long.BYTES;

  private final long k0;
  private final long k1;

  /** The hash under the key of {@code k0} and {@code k1}. */
  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** The hash of what is left in {@code bytes}, which stays as it is. */
  long of(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long last = (long) in.remaining() << 56;
    State state = new State(k0, k1);
    while (in.remaining() >= WORD) {
      state.add(in.getLong());
    }
    for (int shift = 0; in.hasRemaining(); shift += Byte.SIZE) {
      last |= (in.get() & 0xffL) << shift;
    }
    state.add(last);
    return state.end();
  }

  private static final class State {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void add(long word) {
      v3 ^= word;
      rounds(2);
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xff;
      rounds(4);
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
      for (int i = 0; i < count; i++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
    }
  }
}
