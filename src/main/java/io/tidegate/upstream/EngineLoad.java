package io.tidegate.upstream;

/**
 * How loaded an inference engine says it is.
 *
 * @param running sequences being computed
 * @param waiting requests in the engine's own queue
 * @param kvUsed the used part of its key-value cache, 0 to 1, or {@link #UNKNOWN}
 */
public record EngineLoad(int running, int waiting, double kvUsed) {

  /** The {@code kvUsed} of an engine that does not tell. */
  public static final double UNKNOWN = -1;

  /** From here on the queue counts as full; the default of the Gateway API inference extension. */
  private static final double QUEUE = 5;

  /** From here on the cache counts as full; the default of the same. */
  private static final double KV = 0.8;

  /**
   * How close it is to its limits, 0 to many: 1 and more is saturated.
   *
   * <p>The roofline of the Gateway API inference extension: the worse of queue and cache.
   */
  public double saturation() {
    return Math.max(0, Math.max(waiting / QUEUE, kvUsed / KV));
  }
}
