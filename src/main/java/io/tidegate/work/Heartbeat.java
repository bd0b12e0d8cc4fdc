package io.tidegate.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The clockwork behind timeouts, heartbeats and probes: small duties done several times a second.
 *
 * <p>A duty that throws is logged and done again at the next beat. Thread-safe; one beat at a time.
 */
public final class Heartbeat {

  /** The nanoseconds between two beats. */
  public static final long PERIOD = 100_000_000;

  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final long RECENT = 50 * PERIOD;

  private final LongSupplier clock;
  private final List<Runnable> duties = new CopyOnWriteArrayList<>();
  private volatile long last;

  /** A beat on the nano clock {@code clock}. */
  public Heartbeat(LongSupplier clock) {
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /** Does {@code duty} at every beat. */
  public void each(Runnable duty) {
    duties.add(duty);
  }

  /** Does {@code duty} at every {@code n}-th beat. */
  public void every(int n, Runnable duty) {
    int[] beats = {0};
    each(
        () -> {
          if (beats[0]++ % n == 0) {
            duty.run();
          }
        });
  }

  /** Whether the last beat is no more than 5 s ago. */
  public boolean recent() {
    return clock.getAsLong() - last < RECENT;
  }

  /** Does what is due; called by the server's clock. */
  public void beat() {
    last = clock.getAsLong();
    for (Runnable duty : duties) {
      try {
        duty.run();
      } catch (RuntimeException | Error mistake) {
        // An Error, too: whoever runs the beats would never do so again, and nothing would end.
        LOG.log(Level.ERROR, "a periodic duty failed", mistake);
      }
    }
  }
}
