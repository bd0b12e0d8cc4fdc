package io.tidegate.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmupScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private final WarmupSchedule schedule =
      new WarmupSchedule(
          List.of(LocalTime.of(2, 0), LocalTime.of(13, 30)), ZoneId.of("Asia/Shanghai"));

  @Test
  void knowsTheTimesAroundAnInstantInItsZone() {
    Instant one = Instant.parse("2026-11-22T18:00:00Z");
    Instant two = Instant.parse("2026-11-23T05:30:00Z");

    assertThat(schedule.next(one.minusNanos(1))).contains(one);
    assertThat(schedule.next(one)).contains(two);
    assertThat(schedule.next(two)).contains(Instant.parse("2026-11-23T18:00:00Z"));
    assertThat(schedule.latest(one)).contains(one);
    assertThat(schedule.latest(two.minusNanos(1))).contains(one);
    assertThat(schedule.latest(two)).contains(two);
  }

  @Test
  void isEachDayOnceWhenClocksChange() {
    WarmupSchedule nightly = new WarmupSchedule(List.of(LocalTime.of(2, 30)), BERLIN);
    Instant spring = Instant.parse("2027-03-27T12:00:00Z");
    Instant autumn = Instant.parse("2026-10-24T12:00:00Z");

    assertThat(nightly.next(spring)).contains(Instant.parse("2027-03-28T01:30:00Z"));
    assertThat(nightly.next(nightly.next(spring).orElseThrow()))
        .contains(Instant.parse("2027-03-29T00:30:00Z"));
    assertThat(nightly.next(autumn)).contains(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(nightly.next(nightly.next(autumn).orElseThrow()))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void isNeverWithoutATime() {
    WarmupSchedule never = new WarmupSchedule(List.of(), BERLIN);

    assertThat(never.next(Instant.EPOCH)).isEmpty();
    assertThat(never.latest(Instant.EPOCH)).isEmpty();
  }
}
