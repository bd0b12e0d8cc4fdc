package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The right to occupy one place upstream.
 *
 * <p>INVARIANT: the place is given back exactly once, however often {@link #close} is called and
 * from however many threads.
 */
public final class Permit implements AutoCloseable {

  private final AtomicReference<Runnable> release;

  /** A permit whose first {@link #close} runs {@code release}. */
  public Permit(Runnable release) {
    this.release = new AtomicReference<>(requireNonNull(release, "release"));
  }

  /** Gives the place back; later calls do nothing. */
  @Override
  public void close() {
    Runnable first = release.getAndSet(null);
    if (first != null) {
      first.run();
    }
  }
}
