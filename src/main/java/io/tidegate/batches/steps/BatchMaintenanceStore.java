package io.tidegate.batches.steps;

/** Puts right what a crash or a lost message has left. Waits for the database. Thread-safe. */
public interface BatchMaintenanceStore {

  /** Gives back slices and steps whose lease has run out, and ends batches whose time is over. */
  void recover(long now);

  /** Posts again what was posted before {@code before} and is still not begun. */
  void repost(long before, long now);

  /** Removes at {@code now} what ended batches left, and batches created before {@code before}. */
  void tidy(long before, long now);

  /** How many batches are under way. */
  int open();
}
