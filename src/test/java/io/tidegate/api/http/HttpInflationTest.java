package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.api.entry.FakeRequest;
import io.tidegate.exchange.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpInflationTest {

  private static final byte[] TEXT = "{\"model\":\"flash\"}".repeat(100).getBytes(UTF_8);
  private static final int MOST = 1 << 20;

  private final FakeRequest request = new FakeRequest(0);

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP ", "deflate", "raw deflate", "identity"})
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

  @Test
  void joinsTheMembersOfGzip() throws IOException {
    coded("gzip");
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(encoded("gzip", TEXT));
    two.writeBytes(encoded("gzip", TEXT));

    assertThat(HttpInflation.of(request.http, two.toByteArray(), MOST, HttpInflationTest::free))
        .hasSize(2 * TEXT.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate"})
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
  @ValueSource(strings = {"gzip", "deflate"})
  void refusesWhatIsNotCodedAsItSays(String coding) {
    coded(coding);

    assertThat(status(() -> HttpInflation.of(request.http, TEXT, MOST, HttpInflationTest::free)))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void refusesABombAtTheLimit(String coding) throws IOException {
    coded(coding);
    byte[] bomb = encoded(coding, new byte[20 << 20]);

    assertThat(bomb).hasSizeLessThan(MOST);
    assertThat(status(() -> HttpInflation.of(request.http, bomb, MOST, HttpInflationTest::free)))
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "gzip, br", "nothing"})
  void refusesOtherCodingsByName(String coding) {
    coded(coding);

    assertThat(status(() -> HttpInflation.check(request.http))).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "identity", ""})
  void letsKnownOnesPass(String coding) {
    coded(coding);

    assertThatCode(() -> HttpInflation.check(request.http)).doesNotThrowAnyException();
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
