package io.tidegate.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.junit.jupiter.api.Test;

final class HttpOutgoingBodyTest {

  /** Takes no more than so many bytes until it is told to go on. */
  private static final class Narrow implements DataStreamChannel {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private int room;

    @Override
    public void requestOutput() {}

    @Override
    public int write(ByteBuffer src) {
      writes.add(src.remaining());
      int count = Math.min(room, src.remaining());
      byte[] next = new byte[count];
      src.get(next);
      taken.writeBytes(next);
      room -= count;
      return count;
    }

    @Override
    public void endStream() {}

    @Override
    public void endStream(List<? extends Header> trailers) {}
  }

  private final Narrow channel = new Narrow();

  @Test
  void partsAreSentOneAfterTheOtherAsFarAsThereIsRoom() throws IOException {
    List<ByteBuffer> parts = List.of(part("{\"model\":"), part("\"m\""), part("}"));
    HttpOutgoingBody body = new HttpOutgoingBody(parts);
    assertThat(body.remaining()).isEqualTo(13);

    int left = 13;
    while (body.remaining() > 0) {
      channel.room = 2;
      body.write(channel);
      left -= Math.min(2, left);
      assertThat(body.remaining()).isEqualTo(left);
    }

    assertThat(channel.taken.toString(UTF_8)).isEqualTo("{\"model\":\"m\"}");
    assertThat(parts).as("they may be sent again").allMatch(ByteBuffer::hasRemaining);
  }

  @Test
  void noWriteIsLargerThanAPiece() throws IOException {
    byte[] large = new byte[3 * HttpOutgoingBody.PIECE + 1];
    Arrays.fill(large, (byte) 'x');
    HttpOutgoingBody body =
        new HttpOutgoingBody(List.of(ByteBuffer.wrap(large).asReadOnlyBuffer()));

    channel.room = Integer.MAX_VALUE;
    body.write(channel);

    assertThat(body.remaining()).isZero();
    assertThat(channel.taken.size()).isEqualTo(large.length);
    assertThat(channel.writes).allMatch(length -> length <= HttpOutgoingBody.PIECE).hasSize(4);
  }

  private static ByteBuffer part(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8)).asReadOnlyBuffer();
  }
}
