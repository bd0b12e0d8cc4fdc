package io.tidegate.files;

import jakarta.persistence.EntityManager;

/** Knows which files are needed. Thread-safe. */
@FunctionalInterface
public interface JpaFileUse {

  /**
   * Whether a batch that has not ended reads the file {@code id}, as the transaction of {@code
   * manager} sees it, which holds the file's row.
   */
  boolean inUse(EntityManager manager, String id);
}
