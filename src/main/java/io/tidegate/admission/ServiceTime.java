package io.tidegate.admission;

import java.util.function.LongSupplier;

/**
 * How many attempts of one lane are under way, how long they take, and how many of its calls found
 * no place.
 *
 * <p>By Little's law the one divided by the other is the rate at which places come free, known
 * before anybody has waited for one. While no attempt has ended yet, the age of those under way
 * tells how long they take at least. Times are in nanoseconds on the nano clock. Thread-safe; what
 * it locks leads nowhere else.
 */
final class ServiceTime {

  /** Of so many attempts the mean is kept; later ones fade in. */
  private static final int MEMORY = 50;

  private final LongSupplier clock;
  private final long origin;
  private int underWay;
  private double started;
  private double mean;
  private int known;
  private long refused;

  /** Nothing is under way and nothing known. */
  ServiceTime(LongSupplier clock) {
    this.clock = clock;
    this.origin = clock.getAsLong();
  }

  /** An attempt has begun. */
  synchronized void began() {
    underWay++;
    started += clock.getAsLong() - origin;
  }

  /** An attempt that began {@code took} ago has ended; only those {@code served} tell how long. */
  synchronized void ended(long took, boolean served) {
    underWay = Math.max(0, underWay - 1);
    started = underWay == 0 ? 0 : started - (clock.getAsLong() - took - origin);
    if (served) {
      known = Math.min(known + 1, MEMORY);
      mean += (took - mean) / known;
    }
  }

  /** A call was refused for want of a place. */
  synchronized void refused() {
    refused++;
  }

  /** How many calls were refused for want of a place since the start. */
  synchronized long refusals() {
    return refused;
  }

  /** How many attempts are under way. */
  synchronized int underWay() {
    return underWay;
  }

  /** The mean time of attempts that were served; 0 while none is known. */
  synchronized double mean() {
    return mean;
  }

  /** The mean time between two places that come free; 0 while not known. */
  synchronized double interval() {
    return underWay == 0 ? 0 : mean / underWay;
  }

  /** The least that it can be, since those under way take at least as long as they are old. */
  synchronized double leastInterval() {
    if (underWay == 0) {
      return 0;
    }
    double age = clock.getAsLong() - origin - started / underWay;
    return Math.max(mean, age) / underWay;
  }
}
