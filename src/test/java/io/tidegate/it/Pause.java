package io.tidegate.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stands for the pauses that SDKs make before a retry: notes how long they should be, and lets the
 * world turn.
 */
final class Pause implements com.openai.core.Sleeper, com.anthropic.core.Sleeper {

  private final List<Duration> asked = new ArrayList<>();
  private final Runnable meanwhile;

  /** A pause in which {@code meanwhile} happens. */
  Pause(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  /** How long the pauses should have been so far. */
  List<Duration> asked() {
    return asked;
  }

  @Override
  public void sleep(Duration time) {
    asked.add(time);
    meanwhile.run();
  }

  @Override
  public CompletableFuture<Void> sleepAsync(Duration time) {
    sleep(time);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
