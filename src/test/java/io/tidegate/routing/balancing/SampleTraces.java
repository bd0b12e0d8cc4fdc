package io.tidegate.routing.balancing;

import io.tidegate.routing.balancing.Trace.Arrival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Traces of the shape of the public ones, made up from a seed, for where those are not at hand.
 *
 * <p>Laws and figures after the fits published for them: long prompts that go on with earlier ones,
 * and lognormal short ones in waves.
 */
final class SampleTraces {

  private static final int SHARED_CALLS = 3000;
  private static final int MIXED_CALLS = 12_000;
  private static final double CALLS_PER_SECOND = 3.9;
  private static final double GOES_ON = 0.55;
  private static final int RECENT = 60;

  private final Random random;
  private long lastBlock;

  private SampleTraces(long seed) {
    random = new Random(seed);
  }

  /** Conversations: over half of the calls go on with a recent one's prompt. */
  static Trace shared(long seed) {
    return new SampleTraces(seed).shared();
  }

  /** Short prompts without anything in common, whose rate goes up and down every ten minutes. */
  static Trace mixed(long seed) {
    return new SampleTraces(seed).mixed();
  }

  private Trace shared() {
    List<Arrival> calls = new ArrayList<>();
    double now = 0;
    for (int i = 0; i < SHARED_CALLS; i++) {
      now += exponential() / CALLS_PER_SECOND;
      boolean goesOn = i > 0 && random.nextDouble() < GOES_ON;
      Arrival before = goesOn ? calls.get(i - 1 - random.nextInt(Math.min(i, RECENT))) : null;
      calls.add(turn(before, nanos(now)));
    }
    return new Trace(calls);
  }

  private Arrival turn(Arrival before, long at) {
    long fresh = before == null ? lognormal(8.9, 1.1, 100_000) : lognormal(7.5, 1.1, 20_000);
    long input = (before == null ? 0 : before.input()) + fresh;
    int kept = before == null ? 0 : before.blocks().length;
    int whole = (int) (input / Trace.BLOCK_TOKENS);
    long[] blocks = before == null ? new long[whole] : Arrays.copyOf(before.blocks(), whole);
    for (int i = kept; i < whole; i++) {
      blocks[i] = ++lastBlock;
    }
    return Arrival.of(at, input, 1 + Math.round(150 * exponential()), blocks);
  }

  private Trace mixed() {
    List<Arrival> calls = new ArrayList<>();
    double now = 0;
    for (int i = 0; i < MIXED_CALLS; i++) {
      double wave = 1 + 0.5 * Math.sin(now / 600 * 2 * Math.PI);
      now += exponential() / (5.5 * wave);
      long input = lognormal(6.63, 0.985, 14_050);
      calls.add(Arrival.of(nanos(now), input, lognormal(5.02, 0.86, 1000), new long[0]));
    }
    return new Trace(calls);
  }

  private long lognormal(double mu, double sigma, long most) {
    return Math.max(1, Math.min(most, Math.round(Math.exp(mu + sigma * random.nextGaussian()))));
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
