package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows those who guess passwords: after some wrong ones each further try has to wait, twice as
 * long as the one before, up to a minute.
 *
 * <p>Tries are counted by user and address, so that nobody can lock an administrator out from
 * elsewhere, and more generously by address alone. A try counts from its beginning until it turns
 * out to be right, so that many at the same time are no way around it. Of those who tried the last
 * {@value #MOST} are remembered, each for an hour. Thread-safe.
 */
final class SignInLimits {

  /** How many are remembered. */
  static final int MOST = 10_000;

  private static final int FREE = 5;
  private static final int FREE_FROM_ONE_ADDRESS = 50;
  private static final int DOUBLINGS = 6;
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final long MEMORY = Duration.ofHours(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** The tries of one that have not turned out to be right, and when there may be another. */
  private record Tries(int count, long last, long next) {}

  private final LongSupplier clock;
  private final Map<String, Tries> known = new LinkedHashMap<>();

  /** Limits on the nano clock {@code clock}. */
  SignInLimits(LongSupplier clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Begins a try, unless it is too early for it.
   *
   * @return how long {@code user} at {@code address} has to wait; zero if the try may be made
   */
  synchronized Duration begin(String user, String address) {
    long now = clock.getAsLong();
    long rest = Math.max(rest(both(user, address), now), rest(address, now));
    if (rest <= 0) {
      count(both(user, address), FREE, now);
      count(address, FREE_FROM_ONE_ADDRESS, now);
    }
    return Duration.ofNanos(Math.max(0, rest));
  }

  /** The try of {@code user} at {@code address} was right. */
  synchronized void succeeded(String user, String address) {
    known.remove(both(user, address));
    Tries all = known.get(address);
    if (all != null) {
      known.put(address, new Tries(all.count() - 1, all.last(), all.last()));
    }
  }

  /** How many are remembered now. */
  synchronized int size() {
    return known.size();
  }

  private static String both(String user, String address) {
    return address + " " + user;
  }

  private long rest(String who, long now) {
    Tries tries = known.get(who);
    return tries == null ? 0 : tries.next() - now;
  }

  private void count(String who, int free, long now) {
    Tries before = known.remove(who);
    int count = before == null || now - before.last() > MEMORY ? 1 : before.count() + 1;
    known.put(who, new Tries(count, now, now + pause(count - free)));
    Iterator<Tries> oldest = known.values().iterator();
    while (known.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  /** The pause after so many tries more than are free. */
  private static long pause(int more) {
    return more < 0 ? 0 : Math.min(LONGEST, SECOND << Math.min(more, DOUBLINGS));
  }
}
