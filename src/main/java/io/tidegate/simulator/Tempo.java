package io.tidegate.simulator;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The delays of one call, each varied by jitter.
 *
 * @param settings the nominal delays
 * @param random the source of jitter; shared by all calls, hence thread-safe
 * @param promptTokens the tokens of the call's prompt
 * @param load the share of the node's places that are taken at the moment, 0 to 1
 */
record Tempo(
    SimulatorSettings settings, RandomGenerator random, int promptTokens, DoubleSupplier load) {

  /** The delays of a call without a prompt at an idle node. */
  Tempo(SimulatorSettings settings, RandomGenerator random) {
    this(settings, random, 0, () -> 0);
  }

  /** To the first token, in nanoseconds. */
  long first() {
    long prompt = settings.timePerPromptToken().toNanos() * promptTokens;
    return varied(settings.timeToFirstToken().toNanos() + prompt);
  }

  /** From one token to the next, in nanoseconds. */
  long token() {
    return varied((long) perToken());
  }

  /** To the last of {@code tokens} tokens, in nanoseconds. */
  long whole(int tokens) {
    return first() + varied((long) (perToken() * Math.max(0, tokens - 1)));
  }

  private double perToken() {
    double crowding = settings.crowding();
    double slowness = crowding == 0 ? 1 : 1 + crowding * load.getAsDouble();
    return settings.timePerToken().toNanos() * slowness;
  }

  private long varied(long nanos) {
    double jitter = settings.jitter();
    if (nanos == 0 || jitter == 0) {
      return nanos;
    }
    return (long) (nanos * (1 + jitter * (2 * random.nextDouble() - 1)));
  }
}
