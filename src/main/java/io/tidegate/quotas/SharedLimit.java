package io.tidegate.quotas;

/**
 * A limit that several servers share, as this one has it. Thread-safe; nothing of it blocks.
 *
 * <p>What was taken is counted from the start on, so that an announcement which is late or lost
 * makes nobody's count wrong for long: the next one has it all.
 */
@FunctionalInterface
public interface SharedLimit {

  /** Which part of the limit is asked for here, whether given or refused; it may be more than 1. */
  double demand();

  /** How much was taken here since the start, less what was given back. */
  default long taken() {
    return 0;
  }

  /** What is left for all servers together, as far as this one knows; negative if it is owed. */
  default double left() {
    return 0;
  }

  /** Other servers have taken {@code amount} since they were last heard; parts are known anew. */
  default void settle(long amount) {}

  /** The others, to whom this one is new, know that there is {@code left}. */
  default void join(double left) {}
}
