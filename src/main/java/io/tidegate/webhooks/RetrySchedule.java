package io.tidegate.webhooks;

import io.tidegate.settings.Settings;
import io.tidegate.store.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When and how often an event is sent.
 *
 * @param attempts how often at most
 * @param timeout how long an attempt may take, from the look-up of the name to the answer's end
 * @param firstRetry about how long until the second attempt; doubles each time
 */
record RetrySchedule(int attempts, Duration timeout, Duration firstRetry) {

  /** The longest pause, whatever the receiver asks for. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** For a look-up or a commit that takes its time, and for servers whose clocks differ. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  static RetrySchedule from(Settings settings, String prefix) {
    return new RetrySchedule(
        settings.at(prefix + "attempts").integer(8, 1, 100),
        settings.at(prefix + "timeout").duration(Duration.ofSeconds(10)),
        settings.at(prefix + "first-retry").duration(Duration.ofSeconds(5)));
  }

  /**
   * The milliseconds until the next attempt, as {@link Backoff} says, at least what the receiver
   * asked for.
   *
   * @param made how many attempts were made, from 1
   * @param asked the receiver's {@code Retry-After} in milliseconds, or 0
   */
  long pause(int made, long asked, RandomGenerator random) {
    long pause = new Backoff(firstRetry, LONGEST).after(made, random);
    return Math.max(pause, Math.min(asked, LONGEST.toMillis()));
  }

  /** How long no other server touches what one has begun to send, in milliseconds. */
  long lease() {
    return timeout.plus(MARGIN).toMillis();
  }
}
