package io.tidegate.jit;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Calls that a server makes to itself before it is ready: at first its code is interpreted, and
 * answers a twentieth of what it does when it is compiled.
 *
 * <p>Each of a few callers asks again as soon as it has its answer, until the time is over, a
 * client comes, or the server does not answer at all. Thread-safe; never blocks.
 */
final class JitWarmup {

  /** Enough to keep two processors busy, few enough to leave the compiler its share. */
  static final int CALLERS = 16;

  /** A server that does not answer its own call by then will not be held back any longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the calls need of the world. */
  interface Surroundings {

    /** Where the server is reached from this machine; null while it is not. */
    URI address();

    /** Sends the call number {@code n} there: the status of its whole answer. */
    CompletionStage<Integer> call(URI address, int n);

    /** Takes everything back. Called once, when no call is under way any more. */
    void end();
  }

  private final Surroundings surroundings;
  private final LongSupplier clock;
  private final long longest;
  private final long begun;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger callers = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile boolean over;
  private volatile long until;

  /** Calls for {@code length} from the first answer on; on the nano clock {@code clock}. */
  JitWarmup(Surroundings surroundings, Duration length, LongSupplier clock) {
    this.clock = clock;
    this.longest = length.toNanos();
    this.begun = clock.getAsLong();
    this.surroundings = surroundings;
    if (length.isZero()) {
      stopped = true;
      end();
    }
  }

  /** Whether it has ended, and the server may say that it is ready. */
  boolean over() {
    return over;
  }

  /** How many calls were answered. */
  int answered() {
    return answered.get();
  }

  /** Ends it: somebody else needs the server. */
  void stop() {
    stopped = true;
  }

  /** To be called every 100 ms until it is {@link #over}. */
  void tick() {
    if (over || callers.get() > 0) {
      return;
    }
    if (finished()) {
      end();
      return;
    }
    URI address = surroundings.address();
    if (address != null) {
      int wanted = answered.get() == 0 ? 1 : CALLERS;
      callers.set(wanted);
      for (int i = 0; i < wanted; i++) {
        next(address);
      }
    }
  }

  private void next(URI address) {
    surroundings
        .call(address, sent.getAndIncrement())
        .whenComplete((status, failure) -> told(address, failure == null && status == 200));
  }

  private void told(URI address, boolean good) {
    if (good && answered.getAndIncrement() == 0) {
      until = clock.getAsLong() + longest;
    }
    // The first one calls alone; the others join at the next tick.
    boolean alone = callers.get() == 1 && answered.get() <= 1;
    if (!good || alone || finished()) {
      callers.decrementAndGet();
    } else {
      next(address);
    }
  }

  private boolean finished() {
    long now = clock.getAsLong();
    return stopped || (answered.get() == 0 ? now - begun > PATIENCE.toNanos() : now - until >= 0);
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      surroundings.end();
      over = true;
    }
  }
}
