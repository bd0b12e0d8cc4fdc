package io.tidegate.admission;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Permit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Issues permits up to a limit that it learns, so that the gateway backs off before it is told to.
 *
 * <p>INVARIANT: {@link #inFlight} is the number of permits issued and not yet closed; when a permit
 * is issued it does not go over the limit that holds then. Thread-safe; only learning takes a lock.
 */
public final class Limiter {

  private final IntSupplier maximum;
  private final LongSupplier clock;
  private final PermitCount count;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LearnedLimit learning;

  private volatile int learned = Integer.MAX_VALUE;
  private volatile Moved moved;

  /** Why the limit moved last, and when on the nano clock. */
  public record Moved(LimitMove why, long at) {}

  /**
   * A limiter that starts at its maximum.
   *
   * @param maximum the configured bound, 0 or more; may change at any time, asked for every permit
   * @param count where permits are counted, shared among limiters
   * @param clock the nano clock
   */
  public Limiter(IntSupplier maximum, PermitCount count, LongSupplier clock) {
    this(maximum, count, clock, move -> {});
  }

  /**
   * As above, and {@code moves} is told each time what moved the limit, with a lock held.
   *
   * @param moves never blocks
   */
  public Limiter(
      IntSupplier maximum, PermitCount count, LongSupplier clock, Consumer<LimitMove> moves) {
    this.learning =
        new LearnedLimit(
            move -> {
              moved = new Moved(move, clock.getAsLong());
              moves.accept(move);
            });
    this.maximum = requireNonNull(maximum, "maximum");
    this.count = requireNonNull(count, "count");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The right to one more attempt, unless the limit is reached. */
  public Optional<Permit> tryAcquire() {
    int limit = limit();
    int before = inFlight.getAndUpdate(permits -> permits < limit ? permits + 1 : permits);
    if (before >= limit) {
      return Optional.empty();
    }
    count.issue();
    return Optional.of(new Permit(this::giveBack));
  }

  /** Whether a permit could be had at this moment. */
  public boolean hasRoom() {
    return inFlight.get() < limit();
  }

  /** The permits issued and not yet closed. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many permits may be in flight now: what was learned, but never over the maximum. */
  public int limit() {
    return Math.min(learned, maximum.getAsInt());
  }

  /**
   * How soon first tokens come, in thousandths of what is tolerated: the limit shrinks below 1000.
   */
  public long speed() {
    synchronized (learning) {
      return Math.round(1000 * learning.speed());
    }
  }

  /** Why the limit moved last; nothing if it never did. */
  public Optional<Moved> moved() {
    return Optional.ofNullable(moved);
  }

  /** Learns from an attempt that has ended; to be called while its permit is still held. */
  public void observe(Sample sample) {
    int bound = maximum.getAsInt();
    long now = clock.getAsLong();
    synchronized (learning) {
      learning.observe(sample, inFlight.get(), bound, now);
      learned = learning.under(Integer.MAX_VALUE);
    }
  }

  private void giveBack() {
    inFlight.decrementAndGet();
    count.giveBack();
  }
}
