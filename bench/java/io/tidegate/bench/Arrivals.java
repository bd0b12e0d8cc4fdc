package io.tidegate.bench;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** When calls arrive, whatever becomes of the ones before: at even distances, or as Poisson's. */
final class Arrivals {

  /** There are no more. */
  static final long NONE = Long.MAX_VALUE;

  private static final double NANOS = 1e9;

  private final List<Phase> phases;
  private final RandomGenerator random;
  private final BooleanSupplier more;
  private int index;
  private double phaseBegins;
  private double last;

  /**
   * The arrivals of {@code phases}, one after another.
   *
   * @param random for exponential distances; {@code null} for even ones
   * @param more asked before each arrival; the first {@code false} ends them
   */
  Arrivals(List<Phase> phases, RandomGenerator random, BooleanSupplier more) {
    this.phases = phases;
    this.random = random;
    this.more = more;
  }

  /** The seconds of the phases that are over, the one that was ended early as far as it came. */
  double seconds() {
    return phaseBegins;
  }

  /** Nanoseconds from the start to the next arrival, or {@link #NONE}. */
  long next() {
    if (index < phases.size() && !more.getAsBoolean()) {
      index = phases.size();
      phaseBegins = last;
    }
    while (index < phases.size()) {
      Phase phase = phases.get(index);
      double next = phase.rate() == 0 ? Double.POSITIVE_INFINITY : last + distance(phase.rate());
      if (next < phaseBegins + phase.seconds()) {
        last = next;
        return (long) (next * NANOS);
      }
      // Exponential distances have no memory, so that the next phase may begin afresh.
      phaseBegins += phase.seconds();
      last = phaseBegins;
      index++;
    }
    return NONE;
  }

  private double distance(double rate) {
    return random == null ? 1 / rate : -Math.log(1 - random.nextDouble()) / rate;
  }
}
