package io.tidegate.api.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks over the frames of zstd data (RFC 8878, section 3.1) to see what memory they will take. */
final class ZstdFrames {

  /** The largest window that everybody should read, and nobody need more (RFC 8878, 3.1.1.1.2). */
  private static final long LARGEST_WINDOW = 8 << 20;

  private static final int MAGIC = 0xfd2fb528;
  private static final int RLE = 1;
  private static final int RESERVED = 3;

  private final ByteBuffer data;

  private ZstdFrames(byte[] data) {
    this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Refuses {@code data} that are not whole frames, or of which one wants a larger window. */
  static void check(byte[] data) throws IOException {
    ZstdFrames frames = new ZstdFrames(data);
    try {
      do {
        frames.frame();
      } while (frames.data.hasRemaining());
    } catch (RuntimeException tooShort) {
      throw new IOException(tooShort);
    }
  }

  private void frame() throws IOException {
    if (data.getInt() != MAGIC) {
      throw new IOException("no zstd frame");
    }
    int descriptor = data.get();
    boolean single = (descriptor & 0x20) != 0;
    long window = single ? 0 : window(data.get() & 0xff);
    skip(new int[] {0, 1, 2, 4}[descriptor & 3]);
    long length = length((descriptor >> 6) & 3, single);
    long needed = single ? length : window;
    if (needed < 0 || needed > LARGEST_WINDOW) {
      throw new IOException("a zstd frame with too large a window");
    }
    boolean last = false;
    while (!last) {
      last = block();
    }
    skip((descriptor & 4) != 0 ? Integer.BYTES : 0);
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + (base / 8) * (descriptor & 7);
  }

  /** The length of the content, if the frame tells it; it does if it is a single segment. */
  private long length(int flag, boolean single) {
    return switch (flag) {
      case 0 -> single ? data.get() & 0xff : 0;
      case 1 -> 256L + (data.getShort() & 0xffff);
      case 2 -> data.getInt() & 0xffffffffL;
      default -> data.getLong();
    };
  }

  /** Steps over a block; true if it is the frame's last. */
  private boolean block() throws IOException {
    int header = (data.getShort() & 0xffff) | ((data.get() & 0xff) << 16);
    int type = (header >> 1) & 3;
    if (type == RESERVED) {
      throw new IOException("a zstd block of no known type");
    }
    skip(type == RLE ? 1 : header >> 3);
    return (header & 1) != 0;
  }

  private void skip(int bytes) {
    data.position(data.position() + bytes);
  }
}
