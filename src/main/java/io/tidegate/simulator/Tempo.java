package io.tidegate.simulator;

import java.util.random.RandomGenerator;

/**
 * The delays of one call, each varied by jitter.
 *
 * @param settings the nominal delays
 * @param random the source of jitter; shared by all calls, hence thread-safe
 */
record Tempo(SimulatorSettings settings, RandomGenerator random) {

  /** To the first token, in nanoseconds. */
  long first() {
    return varied(settings.timeToFirstToken().toNanos());
  }

  /** From one token to the next, in nanoseconds. */
  long token() {
    return varied(settings.timePerToken().toNanos());
  }

  /** To the last of {@code tokens} tokens, in nanoseconds. */
  long whole(int tokens) {
    double perToken = settings.timePerToken().toNanos();
    return first() + varied((long) (perToken * Math.max(0, tokens - 1)));
  }

  private long varied(long nanos) {
    double jitter = settings.jitter();
    if (nanos == 0 || jitter == 0) {
      return nanos;
    }
    return (long) (nanos * (1 + jitter * (2 * random.nextDouble() - 1)));
  }
}
