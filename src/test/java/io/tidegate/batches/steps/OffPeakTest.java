package io.tidegate.batches.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffPeakTest {

  @ParameterizedTest
  @CsvSource({
    "16:30-00:30, UTC, 2026-03-01T16:29:59Z, 2026-03-01T16:30:00Z",
    "16:30-00:30, UTC, 2026-03-01T16:30:00Z, 2026-03-01T16:30:00Z",
    "16:30-00:30, UTC, 2026-03-01T00:29:59Z, 2026-03-01T00:29:59Z",
    "16:30-00:30, UTC, 2026-03-01T00:30:00Z, 2026-03-01T16:30:00Z",
    "01:00-05:00, UTC, 2026-03-01T05:00:00Z, 2026-03-02T01:00:00Z",
    "01:00-05:00, Asia/Shanghai, 2026-03-01T12:00:00Z, 2026-03-01T17:00:00Z",
    // Clocks are put forward at 01:00Z from 02:00 to 03:00, and back at 01:00Z from 03:00 to 02:00.
    "02:15-04:00, Europe/Berlin, 2026-03-29T00:59:00Z, 2026-03-29T01:15:00Z",
    "02:15-02:45, Europe/Berlin, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z",
    "02:30-03:10, Europe/Berlin, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
    "22:00-04:00, Europe/Berlin, 2026-03-29T01:59:59Z, 2026-03-29T01:59:59Z",
    "22:00-04:00, Europe/Berlin, 2026-03-29T02:00:00Z, 2026-03-29T20:00:00Z",
    "01:00-04:00, Europe/Berlin, 2026-10-25T02:59:59Z, 2026-10-25T02:59:59Z",
    "01:00-04:00, Europe/Berlin, 2026-10-25T03:00:00Z, 2026-10-26T00:00:00Z",
  })
  void beginsWithTheWindow(String hours, String zone, Instant now, Instant begins) {
    OffPeak window = OffPeak.of(hours, ZoneId.of(zone));

    assertThat(Instant.ofEpochMilli(window.from(now.toEpochMilli()))).isEqualTo(begins);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16:30", "1:30-2:30", "24:00-01:00", "05:00-05:00", "a-b"})
  void takesTwoTimesOnly(String hours) {
    assertThatThrownBy(() -> OffPeak.of(hours, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16:30-00:30");
  }

  @Test
  void allHoursAreAlwaysThere() {
    assertThat(OffPeak.always().from(7)).isEqualTo(7);
  }

  @Test
  void doesNotWaitForAWindowThatComesTooLate() {
    OffPeak window = OffPeak.of("16:30-00:30", ZoneOffset.UTC);
    long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    long begins = window.from(now);

    assertThat(window.due(now, begins + 1)).isEqualTo(begins);
    assertThat(window.due(now, begins)).isEqualTo(now);
  }
}
