package io.tidegate.alerting;

import java.time.Duration;

/** Durations in the form of Prometheus. */
final class Durations {

  private Durations() {}

  /** {@code duration}, whole seconds, in its largest whole unit: {@code 90s}, {@code 5m}. */
  static String prometheus(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
