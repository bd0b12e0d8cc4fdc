package io.tidegate.admission;

import java.util.concurrent.TimeUnit;

/**
 * How long calls of one lane will wait: by the rate at which those who waited were given places
 * and, while that is not known, by how many attempts are under way and how long they take.
 *
 * <p>Times are in nanoseconds on the nano clock. Guarded by the lane's lock.
 */
final class Forecast {

  /** So many service times of waiting keep all places busy, also when all come free at once. */
  private static final double SERVICE_TIMES = 1.5;

  private static final double SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The target where service takes long: a twentieth of what calls can wait in B. Maurer, "Fail at
   * Scale" (ACM Queue 2015); more here, since calls are fewer and longer.
   */
  private static final double SHARE = 0.2;

  private static final double LONGEST = TimeUnit.DAYS.toNanos(1);

  private final DrainRate rate;
  private final ServiceTime service;
  private long waitingSince;

  /** Nothing has been seen yet but what {@code service} tells. */
  Forecast(ServiceTime service, long now) {
    this.service = service;
    this.rate = new DrainRate(now);
    this.waitingSince = now;
  }

  /** Lets the time until {@code now} pass, in all of which a first try was waiting, or none. */
  void pass(long now, boolean waiting) {
    rate.pass(now, waiting);
    if (!waiting) {
      waitingSince = now;
    }
  }

  /** Counts a call that waited and was given a place, for a first try or a {@code retry}. */
  void started(long now, boolean retry) {
    if (!retry) {
      rate.started(now);
    }
    waitingSince = now;
  }

  /** First starts per second; 0 while none is measured. */
  double perSecond() {
    return rate.perSecond();
  }

  /** How long the call at {@code position}, from 1, waits for its start; 0 while not known. */
  double expected(long position) {
    return rate.known() ? rate.waitAt(position) : Math.min(position * service.interval(), LONGEST);
  }

  /** The same; while that is not known, the least that it can be. */
  double waitAt(long position, long now) {
    if (rate.known()) {
      return rate.waitAt(position);
    }
    double interval = service.leastInterval();
    // Nobody was given a place for so long: then places do not come free faster than that.
    return Math.min(position * (interval > 0 ? interval : (double) (now - waitingSince)), LONGEST);
  }

  /** For how long the queue has to be short until it stands no more. */
  long rest() {
    double rest = Math.min(2 * service.mean(), (double) ControlledDelay.LONGEST_REST);
    return Math.max(ControlledDelay.INTERVAL, (long) rest);
  }

  /**
   * How many calls one tenant may be served before others: as many as the places do in the time
   * that others may find ahead of them in any case.
   */
  double burst() {
    return SERVICE_TIMES * service.underWay();
  }

  /** The wait beyond which a queue that stays so long is too long for calls of that patience. */
  double target(double patience) {
    double share = SHARE * patience;
    double mean = service.mean();
    return mean == 0 ? share : Math.min(share, Math.max(SHORTEST, SERVICE_TIMES * mean));
  }
}
