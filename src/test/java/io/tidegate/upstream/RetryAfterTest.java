package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "' 12 ', 12", "300, 300", "301, 300", "999999999, 300"})
  void readsWholeSecondsUpToFiveMinutes(String value, long seconds) {
    assertThat(RetryAfter.parse(value)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "1.5", "soon", "7 s", "\u0667", "Wed, 21 Oct 2026 07:28:00 GMT"})
  void givesNothingForAnythingElse(String value) {
    assertThat(RetryAfter.parse(value)).isNull();
  }
}
