package io.tidegate.files;

/** Knows which files are needed. Thread-safe. */
@FunctionalInterface
public interface FileUse {

  /** Whether a batch that has not ended reads the file {@code id}; waits for the database. */
  boolean inUse(String id);
}
