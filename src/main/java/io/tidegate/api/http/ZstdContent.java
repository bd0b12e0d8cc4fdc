package io.tidegate.api.http;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What zstd data (RFC 8878) stand for. It takes memory for a window of 8 MiB at most, which is what
 * the RFC asks of everybody; data that want more are as good as broken. The library would take as
 * much as they want.
 */
final class ZstdContent extends InputStream {

  private final InputStream in;

  /** The content of {@code data}, of which there must be some. */
  ZstdContent(byte[] data) throws IOException {
    ZstdFrames.check(data);
    this.in = new ZstdInputStream(new ByteArrayInputStream(data));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    try {
      return in.read(into, from, most);
    } catch (RuntimeException broken) {
      // The library's own exception for data that are none, and those of arrays read beyond.
      throw new IOException(broken);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
