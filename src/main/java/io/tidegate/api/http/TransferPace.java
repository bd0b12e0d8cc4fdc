package io.tidegate.api.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The least pace of a transfer: a client that is slower holds up what others need, a thread, a
 * place or memory.
 *
 * <p>A client has a minute of credit, which it uses as time passes and earns back by what is
 * transferred: a burst in front buys no more than that minute behind it. For one thread at a time.
 */
public final class TransferPace {

  /** What anybody may take before the pace counts, and the most credit there is. */
  private static final long CREDIT = TimeUnit.SECONDS.toNanos(60);

  /** Far below any line that something large would be sent over. */
  private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / LEAST_BYTES_PER_SECOND;

  private final LongSupplier clock;
  private final LongAdder work;
  private long credit = CREDIT;
  private long seen;

  /**
   * The pace of a transfer that begins now, by the nano clock {@code clock}; {@code work} counts
   * its pieces.
   */
  public TransferPace(LongSupplier clock, LongAdder work) {
    this.clock = clock;
    this.work = work;
    this.seen = clock.getAsLong();
  }

  /** Learns that the client waited for the server for so long; told before what moves next. */
  void waited(long nanos) {
    credit += nanos;
  }

  /** Learns that {@code bytes} were transferred, 0 or more; false if it is too slow. */
  boolean moved(long bytes) {
    if (bytes > 0) {
      work.increment();
    }
    long now = clock.getAsLong();
    credit -= now - seen;
    seen = now;
    boolean kept = credit >= 0;
    credit = Math.min(CREDIT, credit + bytes * NANOS_PER_BYTE);
    return kept;
  }
}
