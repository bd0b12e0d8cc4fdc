package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpInflationTest {

  private static final byte[] TEXT = "{\"model\":\"flash\"}".repeat(100).getBytes(UTF_8);
  private static final int MOST = 1 << 20;

  private final FakeRequest request = new FakeRequest(0);

  /** Row 21 of other gateways' faults: zstd. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP ", "deflate", "raw deflate", "zstd", "identity"})
  void undoesWhatClientsDo(String coding) throws IOException {
    coded(coding.replace("raw ", ""));

    assertThat(HttpInflation.of(request.http, encoded(coding, TEXT), MOST, HttpInflationTest::free))
        .isEqualTo(TEXT);
  }

  @Test
  void leavesAloneWhatIsNotCoded() {
    assertThat(HttpInflation.isNeeded(request.http)).isFalse();
    assertThat(HttpInflation.of(request.http, TEXT, 1, HttpInflationTest::free)).isSameAs(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void joinsTheMembersOfOneBody(String coding) throws IOException {
    coded(coding);
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(encoded(coding, TEXT));
    two.writeBytes(encoded(coding, TEXT));

    assertThat(HttpInflation.of(request.http, two.toByteArray(), MOST, HttpInflationTest::free))
        .hasSize(2 * TEXT.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "zstd"})
  void refusesWhatIsBrokenWithoutEnd(String coding) throws IOException {
    coded(coding.replace("raw ", ""));
    byte[] whole = encoded(coding, TEXT);

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(status(() -> HttpInflation.of(request.http, part, MOST, HttpInflationTest::free)))
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void refusesWhatIsNotCodedAsItSays(String coding) {
    coded(coding);

    assertThat(status(() -> HttpInflation.of(request.http, TEXT, MOST, HttpInflationTest::free)))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void refusesABombAtTheLimit(String coding) throws IOException {
    coded(coding);
    byte[] bomb = encoded(coding, new byte[20 << 20]);

    assertThat(bomb).hasSizeLessThan(MOST);
    assertThat(status(() -> HttpInflation.of(request.http, bomb, MOST, HttpInflationTest::free)))
        .isEqualTo(413);
  }

  @Test
  void survivesWhateverZstdDataAreBrokenLike() throws IOException {
    coded("zstd");
    byte[] whole = encoded("zstd", TEXT);
    Random random = new Random(72);

    for (int i = 0; i < 5000; i++) {
      byte[] broken = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt();
      }
      int status = 200;
      try {
        assertThat(HttpInflation.of(request.http, broken, MOST, HttpInflationTest::free))
            .hasSizeLessThanOrEqualTo(MOST);
      } catch (FailureException refused) {
        status = refused.failure().code().status();
      }
      assertThat(status).isIn(200, 400, 413);
    }
  }

  @ParameterizedTest
  @CsvSource({"0x68, 200", "0x69, 400", "0x70, 400", "0xff, 400"})
  void refusesAZstdWindowOfMoreThanEightMebibytes(String window, int expected) throws IOException {
    coded("zstd");
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(encoded("zstd", TEXT));
    // A frame of one byte, a hundred times.
    int block = (100 << 3) | (1 << 1) | 1;
    frames.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0});
    frames.writeBytes(
        new byte[] {Integer.decode(window).byteValue(), (byte) block, (byte) (block >> 8), 0, 'x'});

    int status = 200;
    try {
      byte[] whole =
          HttpInflation.of(request.http, frames.toByteArray(), MOST, HttpInflationTest::free);
      assertThat(whole).hasSize(TEXT.length + 100);
    } catch (FailureException refused) {
      status = refused.failure().code().status();
    }
    assertThat(status).isEqualTo(expected);
  }

  @Test
  void tellsWhichCodingsItKnows() {
    Map<String, String> told = new HashMap<>();
    new RetryAdvice(new Random(1))
        .tell(Failure.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "No."), told::put);

    assertThat(told).containsEntry("Accept-Encoding", "gzip, deflate, zstd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "compress", "gzip, gzip", "gzip, zstd", "utf-8, br", "exi"})
  void refusesOtherCodingsByName(String coding) {
    coded(coding);

    assertThat(status(() -> HttpInflation.check(request.http))).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "zstd", "identity", "", "utf-8", "None"})
  void letsKnownOnesPass(String coding) {
    coded(coding);

    assertThatCode(() -> HttpInflation.check(request.http)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "UTF-8", "none", "identity, utf-8", "application/json"})
  void leavesABodyAloneWhoseLabelIsNoCoding(String label) {
    coded(label);

    assertThat(HttpInflation.isNeeded(request.http)).isFalse();
    assertThat(HttpInflation.of(request.http, TEXT, 1, HttpInflationTest::free)).isSameAs(TEXT);
  }

  private void coded(String coding) {
    request.headers.put("Content-Encoding", coding);
  }

  private static int status(ThrowingCallable call) {
    FailureException refused = catchThrowableOfType(FailureException.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    return refused.failure().code().status();
  }

  private static byte[] encoded(String coding, byte[] text) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (coding) {
          case "identity" -> to;
          case "deflate" -> new DeflaterOutputStream(to);
          case "raw deflate" ->
              new DeflaterOutputStream(to, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
          case "zstd" -> new ZstdOutputStream(to);
          default -> new GZIPOutputStream(to);
        }) {
      out.write(text);
    }
    return to.toByteArray();
  }

  /** Where memory is not counted. */
  private static void free(int length) {
    assertThat(length).isNotNegative();
  }
}
