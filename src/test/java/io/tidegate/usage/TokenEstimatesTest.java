package io.tidegate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.Usage;
import org.junit.jupiter.api.Test;

class TokenEstimatesTest {

  private final TokenEstimates estimates = new TokenEstimates();
  private final Request text = request(4_000);

  @Test
  void learnHowManyBytesAModelMakesATokenOf() {
    long before = estimates.input(text, "m");
    for (int i = 0; i < 200; i++) {
      estimates.learn(text, "m", new Usage(2_000, 0, 10));
    }

    assertThat(before).isEqualTo(1_000);
    assertThat(estimates.input(text, "m")).isBetween(1_980L, 2_020L);
  }

  @Test
  void learnNothingOfTextsFromPictures() {
    long before = estimates.input(text, "m");
    Request picture = request(1_000_000);

    estimates.learn(picture, "m", new Usage(1_000, 0, 10));

    assertThat(estimates.input(text, "m")).isEqualTo(before);
  }

  private static Request request(int bytes) {
    return new Request(
        new byte[bytes], Request.Facts.of("m", false, new Range(0, 1), new Range(0, bytes)));
  }
}
