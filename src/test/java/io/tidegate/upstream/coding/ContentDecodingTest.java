package io.tidegate.upstream.coding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecodingTest {

  private static final byte[] TEXT = "{\"data\":[{\"id\":\"深度\"}]}".getBytes(UTF_8);

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "identity",
        "Identity, identity",
        ",",
        "none",
        "utf-8",
        "UTF8, identity",
        "binary",
        "null",
        "*"
      })
  void leavesABodyWithoutACodingAlone(String encoding) throws IOException {
    assertThat(decoded(encoding, TEXT, 3)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "br, gzip", "utf-8, br", "ZSTD"})
  void refusesOtherCodings(String encoding) {
    assertThatThrownBy(() -> ContentDecoding.of(encoding)).isInstanceOf(ZipException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip , identity", "gzip;q=1", "none, gzip"})
  void undoesGzip(String encoding) throws IOException {
    assertThat(decoded(encoding, gzip(TEXT), 1)).isEqualTo(TEXT);
  }

  @Test
  void undoesBothKindsOfDeflate() throws IOException {
    assertThat(decoded("deflate", deflate(TEXT, false), 1)).isEqualTo(TEXT);
    assertThat(decoded("deflate", deflate(TEXT, true), 1)).isEqualTo(TEXT);
    assertThat(decoded("Deflate", deflate(new byte[0], true), 1)).isEmpty();
  }

  @Test
  void readsMembersOneAfterTheOtherAndIgnoresWhatIsNone() throws IOException {
    byte[] two = joined(gzip(TEXT), gzip(TEXT));
    assertThat(decoded("gzip", two, 5)).isEqualTo(joined(TEXT, TEXT));
    assertThat(decoded("gzip", joined(gzip(TEXT), new byte[600]), 500)).isEqualTo(TEXT);
    assertThat(decoded("deflate", joined(deflate(TEXT, false), TEXT), 7)).isEqualTo(TEXT);
  }

  @Test
  void stepsOverEverythingAHeaderMayHold() throws IOException {
    byte[] whole = gzip(TEXT);
    for (int flags = 0; flags < 32; flags++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(whole, 0, 3);
      out.write(flags);
      out.write(whole, 4, 6);
      if ((flags & 4) != 0) {
        out.writeBytes(new byte[] {3, 1});
        out.writeBytes(new byte[259]);
      }
      if ((flags & 8) != 0) {
        out.writeBytes("name\0".getBytes(UTF_8));
      }
      if ((flags & 16) != 0) {
        out.writeBytes("\0".getBytes(UTF_8));
      }
      if ((flags & 2) != 0) {
        out.writeBytes(new byte[2]);
      }
      out.write(whole, 10, whole.length - 10);

      assertThat(decoded("gzip", out.toByteArray(), 1)).as("flags " + flags).isEqualTo(TEXT);
    }
  }

  @Test
  void takesAnEmptyExtraField() throws IOException {
    byte[] whole = gzip(TEXT);
    byte[] head = Arrays.copyOf(whole, 10);
    head[3] = 4;
    byte[] data = Arrays.copyOfRange(whole, 10, whole.length);
    assertThat(decoded("gzip", joined(joined(head, new byte[2]), data), 1)).isEqualTo(TEXT);
  }

  @Test
  void handsOutWhatHasBeenFlushedAtOnce() throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    GZIPOutputStream out = new GZIPOutputStream(wire, 512, true);
    ContentDecoding decoding = ContentDecoding.of("gzip");
    for (String event : new String[] {"data: a\n\n", "data: b\n\n", "data: [DONE]\n\n"}) {
      out.write(event.getBytes(UTF_8));
      out.flush();
      assertThat(new String(all(decoding, wire.toByteArray()), UTF_8)).isEqualTo(event);
      wire.reset();
    }
  }

  @Test
  void saysThatBytesAreMissing() throws IOException {
    for (String encoding : new String[] {"gzip", "deflate"}) {
      byte[] whole = encoding.equals("gzip") ? gzip(TEXT) : deflate(TEXT, false);
      for (int length = 1; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> decoded(encoding, cut, 4))
            .as(encoding + " cut at " + length)
            .isInstanceOf(ZipException.class);
      }
      assertThat(decoded(encoding, new byte[0], 1)).as("no body").isEmpty();
    }
  }

  @Test
  void refusesBrokenData() throws IOException {
    byte[] wrongSum = gzip(TEXT);
    wrongSum[wrongSum.length - 6] ^= 1;
    byte[] wrongLength = gzip(TEXT);
    wrongLength[wrongLength.length - 1] ^= 1;
    byte[] unknownFlag = gzip(TEXT);
    unknownFlag[3] = 32;
    for (byte[] broken : new byte[][] {wrongSum, wrongLength, unknownFlag, TEXT}) {
      assertThatThrownBy(() -> decoded("gzip", broken, 9)).isInstanceOf(ZipException.class);
    }
    assertThatThrownBy(() -> decoded("deflate", dictionary(), 9)).isInstanceOf(ZipException.class);
  }

  @Test
  void neverHandsOutMoreThanAPieceOfABomb() throws IOException {
    byte[] bomb = gzip(new byte[50 << 20]);
    assertThat(bomb.length).isLessThan(64 << 10);
    ContentDecoding decoding = ContentDecoding.of("gzip");
    ByteBuffer coded = ByteBuffer.wrap(bomb);
    long total = 0;
    for (ByteBuffer piece = decoding.decode(coded); piece.hasRemaining(); ) {
      assertThat(piece.remaining()).isLessThanOrEqualTo(ContentDecoding.PIECE);
      total += piece.remaining();
      piece = decoding.decode(coded);
    }
    assertThat(total).isEqualTo(50 << 20);
  }

  @Property(tries = 300)
  void undoesAnythingHoweverItArrives(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] plain = new byte[random.nextInt(60_000)];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) random.nextInt(random.nextBoolean() ? 4 : 256);
    }
    int size = 1 + random.nextInt(9_000);
    assertThat(decoded("gzip", gzip(plain), size)).isEqualTo(plain);
    assertThat(decoded("deflate", deflate(plain, false), size)).isEqualTo(plain);
    assertThat(decoded("deflate", deflate(plain, true), size)).isEqualTo(plain);
    assertThat(decoded("identity", plain, size)).isEqualTo(plain);
  }

  @Property(tries = 500)
  void neverFailsInAnyOtherWay(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] noise = random.nextBoolean() ? gzip(TEXT) : deflate(TEXT, random.nextBoolean());
    for (int i = random.nextInt(4); i >= 0; i--) {
      noise[random.nextInt(noise.length)] = (byte) random.nextInt();
    }
    for (String encoding : new String[] {"gzip", "deflate"}) {
      try {
        assertThat(decoded(encoding, noise, 1 + random.nextInt(9)).length).isLessThan(1 << 20);
      } catch (ZipException said) {
        assertThat(said).hasMessageNotContaining("data\":");
      }
    }
  }

  private static byte[] decoded(String encoding, byte[] coded, int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ContentDecoding decoding = ContentDecoding.of(encoding)) {
      for (int at = 0; at < coded.length; at += size) {
        out.writeBytes(
            all(decoding, Arrays.copyOfRange(coded, at, Math.min(coded.length, at + size))));
      }
      decoding.end();
    }
    return out.toByteArray();
  }

  private static byte[] all(ContentDecoding decoding, byte[] coded) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer left = ByteBuffer.wrap(coded);
    for (ByteBuffer piece = decoding.decode(left); piece.hasRemaining(); ) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      out.writeBytes(bytes);
      piece = decoding.decode(left);
    }
    assertThat(left.hasRemaining()).isFalse();
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] deflate(byte[] plain, boolean raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
      deflated.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] dictionary() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(TEXT);
    deflater.setInput(TEXT);
    deflater.finish();
    byte[] out = new byte[200];
    return Arrays.copyOf(out, deflater.deflate(out));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
