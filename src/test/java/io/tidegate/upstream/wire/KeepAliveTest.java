package io.tidegate.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveTest {

  private static final Duration MOST = Duration.ofSeconds(4);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      textBlock =
          """
          null | 4000
          '' | 4000
          timeout=60 | 4000
          timeout=5, max=100 | 4000
          timeout=3 | 2000
          Timeout=2;max=7 | 1000
          timeout=1 | 500
          timeout=0 | 0
          max=0 | 0
          timeout=60, max=0 | 0
          max=00,timeout=60 | 0
          timeout="3" | 2000
          max=1 | 4000
          max=10 | 4000
          timeout=999999999 | 4000
          timeout=99999999999999999999 | 4000
          timeout=-1 | 4000
          timeout=x | 4000
          xtimeout=1, mymax=0 | 4000
          """)
  void saysHowLongAConnectionMayWait(String header, long millis) {
    assertThat(KeepAlive.of(header, MOST)).isEqualTo(Duration.ofMillis(millis));
  }
}
