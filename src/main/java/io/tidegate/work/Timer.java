package io.tidegate.work;

/** Does something later. */
@FunctionalInterface
public interface Timer {

  /** Runs {@code task} once after {@code nanos} nanoseconds, on any thread. */
  void after(long nanos, Runnable task);
}
