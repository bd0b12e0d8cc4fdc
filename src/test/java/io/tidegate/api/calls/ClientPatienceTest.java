package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPatienceTest {

  private static final Duration MOST = Duration.ofMinutes(10);

  @ParameterizedTest
  @CsvSource({"20, PT20S", "20.0, PT20S", "2.5, PT2.5S", "0.5, PT0.5S", "599.999, PT9M59.999S"})
  void isWhatTheSdksOfAllLanguagesWrite(String told, Duration patience) {
    assertThat(of(Map.of("X-Stainless-Timeout", told))).isEqualTo(patience);
    assertThat(of(Map.of("X-Stainless-Read-Timeout", told))).isEqualTo(patience);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0.0", "-1", "1e3", "600.0", "999999", "1234567", "NaN", "2,5", " 3"})
  void isTheServersWhereNothingOfUseIsTold(String told) {
    assertThat(of(Map.of("X-Stainless-Timeout", told))).isEqualTo(MOST);
  }

  @Test
  void isTheShorterOfTwo() {
    Map<String, String> both =
        Map.of("X-Stainless-Timeout", "30.0", "X-Stainless-Read-Timeout", "7");

    assertThat(of(both)).isEqualTo(Duration.ofSeconds(7));
    assertThat(of(Map.of())).isEqualTo(MOST);
  }

  private static Duration of(Map<String, String> headers) {
    return ClientPatience.of(headers::get, MOST);
  }
}
