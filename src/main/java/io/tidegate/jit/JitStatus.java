package io.tidegate.jit;

import java.util.Optional;

/** Whether the server still calls itself, for those who wait for its end; thread-safe. */
public final class JitStatus {

  private volatile Optional<JitWarmup> running = Optional.empty();
  private volatile boolean over;

  /** Whether the server's calls to itself have ended. */
  public boolean over() {
    return over;
  }

  /** Learns that a client has come, who needs the server more. */
  public void client() {
    if (!over) {
      running.ifPresent(JitWarmup::stop);
    }
  }

  void begun(JitWarmup warmup) {
    running = Optional.of(warmup);
  }

  void ended() {
    running = Optional.empty();
    over = true;
  }
}
