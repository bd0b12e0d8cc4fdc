package io.tidegate.shedding;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The load shedder at the server's own door: while requests wait for the server's threads, it
 * refuses some of them before they are read.
 *
 * <p>Its signal is how long a task waits until one of the server's threads takes it, measured by a
 * probe every few milliseconds while requests come. While the shortest wait of a window is above a
 * target, the queue for threads stands. Once it has stood for two seconds, fewer requests are let
 * in, and fewer yet with each window in which it still stands; the budget grows again in each in
 * which it does not. What stood at such a cut is worked off first: until then nothing is let in of
 * those who ask for more than their part, but for half a second at a time. That is DAGOR's signal
 * (H. Zhou et al., "Overload Control for Scaling WeChat Microservices", SoCC 2018: queueing time)
 * with CoDel's minimum of a window (RFC 8289), which a burst or a pause of the collector does not
 * raise.
 *
 * <p>While threads are late, requests that are let in only to be refused for a long queue cost
 * others the time of those threads: of a tenant with many of them only so many are let in as are
 * not refused.
 *
 * <p>The budget is shared by max-min fairness: whoever asks for less than an equal part gets all of
 * it, however much the others ask for. Whoever makes but a small part of the server's work, in
 * requests and in pieces of bodies read and written, is let in besides: what stands is not its
 * doing, and those who stream or send much may ask seldom. Thread-safe; never blocks.
 */
public final class LoadShedder {

  /** The nanoseconds between two looks. */
  static final long WINDOW = MILLISECONDS.toNanos(100);

  /** For how long a queue must stand before anybody is refused, in nanoseconds. */
  static final long BURST = SECONDS.toNanos(2);

  /** How long the queue of before a cut may take to be worked off, in nanoseconds at most. */
  private static final long LONGEST_DRAIN = MILLISECONDS.toNanos(500);

  /** What is kept of the rate at which the server began to queue. */
  private static final double BACK_OFF = 0.9;

  /** What is kept of a budget with which the queue of before was not worked off in time. */
  private static final double FURTHER_BACK_OFF = 0.6;

  /**
   * What is let in at least, of the rate at which the server began to queue: a flood of refusals
   * alone may keep the queue standing, and would shut out those who ask for little.
   */
  static final double LEAST = 0.25;

  /** This part of the target is late for who is let in only to be refused further in. */
  private static final int LATE = 10;

  /** By how much the budget grows with each window without a queue. */
  private static final double GROWTH = 1.02;

  /** By how much it grows with one in which threads were not even late. */
  private static final double FAST_GROWTH = 1.05;

  /** After so many windows without a request nothing is left of what stood. */
  private static final double QUIET = 5;

  /** A budget this many times the demand has no use any more. */
  static final double ENOUGH = 2;

  /** Less work than this in a window is left over from long ago. */
  private static final double IDLE = 0.01;

  /** The weight of the last window in the rate of what was let in: a memory of a second. */
  private static final double SMOOTHING = 0.1;

  private final ThreadWait threads;
  private final long target;
  private final LongSupplier clock;
  private final Map<TenantId, Demand> demands = new ConcurrentHashMap<>();
  private final AtomicInteger admitted = new AtomicInteger();
  private final LongAdder letIn = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicBoolean rolling = new AtomicBoolean();
  private volatile long begun;

  /** The most requests of one tenant in this window. */
  private volatile double most = Double.POSITIVE_INFINITY;

  /** The requests that a window may let in; guarded, as the rate is, by {@code rolling}. */
  private double budget = Double.POSITIVE_INFINITY;

  /** The requests let in, per window. */
  private double rate;

  /** What the budget does not go below in this overload. */
  private double least;

  /** Since when the queue stands; only while it does. */
  private long standingSince;

  private boolean standing;

  /** Whether nothing is let in of those who flood while what stands is worked off. */
  private volatile boolean dry;

  /** Until when what stood at the last cut should have been worked off. */
  private long drained;

  /**
   * A load shedder that lets everybody in as yet.
   *
   * @param threads runs tasks on the threads that requests wait for
   * @param target the wait for a thread that shows a standing queue; with zero nobody is refused
   * @param clock the nano clock
   */
  public LoadShedder(Executor threads, Duration target, LongSupplier clock, Metrics metrics) {
    this.threads = new ThreadWait(threads, clock);
    this.target = target.toNanos();
    this.clock = requireNonNull(clock, "clock");
    this.begun = clock.getAsLong();
    metrics.gauge(Metric.SHEDDING, () -> shedding() ? 1 : 0);
  }

  /**
   * Whether a request of {@code tenant} that has just come may go on; to be asked once for each.
   */
  public boolean admits(TenantId tenant) {
    if (target == 0) {
      return true;
    }
    long now = clock.getAsLong();
    threads.probe(now);
    if (now - begun >= WINDOW && rolling.compareAndSet(false, true)) {
      try {
        // Another thread may have ended the window since this one read the clock.
        if (now - begun >= WINDOW) {
          roll(now);
        }
      } finally {
        rolling.set(false);
      }
    }
    boolean in = demand(tenant).admits(most, dry && threads.isDraining());
    if (in) {
      admitted.incrementAndGet();
    } else {
      refused.increment();
    }
    return in;
  }

  private Demand demand(TenantId tenant) {
    return demands.computeIfAbsent(tenant, any -> new Demand());
  }

  /**
   * What counts the work for {@code tenant} besides its requests: to be added to for each piece of
   * a body that is read or written for it.
   */
  public LongAdder work(TenantId tenant) {
    return demand(tenant).worked();
  }

  /** A request of {@code tenant} that was let in has been refused further in for a long queue. */
  public void refusedWithin(TenantId tenant) {
    Demand known = demands.get(tenant);
    if (known != null) {
      known.refusedWithin();
    }
  }

  /** Whether requests may be refused at the moment. */
  public boolean shedding() {
    if (clock.getAsLong() - begun > QUIET * WINDOW) {
      return false;
    }
    return most != Double.POSITIVE_INFINITY
        || demands.values().stream().anyMatch(Demand::isLimited);
  }

  /** How many requests were refused since the start. */
  public long refused() {
    return refused.sum();
  }

  /** How many were let in since the start, those of the window under way left out. */
  public long letIn() {
    return letIn.sum();
  }

  /** Ends the window; one thread at a time. */
  private void roll(long now) {
    double windows = (double) (now - begun) / WINDOW;
    begun = now;
    if (windows >= QUIET) {
      standing = false;
      threads.takeShortest();
    }
    int admittedNow = admitted.getAndSet(0);
    letIn.add(admittedNow);
    double in = admittedNow / windows;
    boolean draining = threads.isDraining();
    if (!draining) {
      // What is let in while a queue is worked off says nothing about what the server can do.
      rate = smooth(rate, in, windows);
    }
    long told = threads.takeShortest();
    long wait = told == ThreadWait.UNKNOWN ? threads.pending(now) : told;
    double growth = told <= target / LATE ? FAST_GROWTH : GROWTH;
    double[] asked =
        demands.values().stream()
            .mapToDouble(
                one ->
                    draining
                        ? one.skip(windows)
                        : one.end(most, windows, wait > target / LATE, growth))
            .toArray();
    compare();
    adjust(now, told, wait, growth);
    double all = Arrays.stream(asked).sum();
    if (budget > ENOUGH * all) {
      budget = Double.POSITIVE_INFINITY;
    }
    most = budget >= all ? Double.POSITIVE_INFINITY : MaxMin.level(asked, budget);
  }

  private void compare() {
    double[] works = demands.values().stream().mapToDouble(Demand::work).toArray();
    double equal = Arrays.stream(works).filter(work -> work >= IDLE).average().orElse(0);
    demands.values().forEach(one -> one.compare(equal));
  }

  /**
   * The mean {@code before} of some windows, with what was {@code seen} in {@code windows} more.
   */
  static double smooth(double before, double seen, double windows) {
    return before == 0 ? seen : before + Math.min(1, SMOOTHING * windows) * (seen - before);
  }

  private void adjust(long now, long told, long wait, double growth) {
    if (threads.isDraining()) {
      if (now - drained > 0) {
        // Every other time, or whoever floods would be shut out for good.
        dry = !dry;
        cut(now, FURTHER_BACK_OFF, LONGEST_DRAIN);
      }
      return;
    }
    if (told <= target) {
      standing = false;
      budget = budget * growth + 1;
    } else if (wait > target) {
      standingSince = standing ? standingSince : now;
      standing = true;
      if (budget != Double.POSITIVE_INFINITY || now - standingSince >= BURST) {
        dry = true;
        cut(now, BACK_OFF, Math.min(LONGEST_DRAIN, WINDOW + wait));
      }
    }
  }

  private void cut(long now, double kept, long drain) {
    if (budget == Double.POSITIVE_INFINITY) {
      least = LEAST * rate;
    }
    budget = Math.max(Math.max(1, least), kept * Math.min(budget, rate));
    drained = now + drain;
    threads.restart(now);
  }
}
