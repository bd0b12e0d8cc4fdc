package io.tidegate.cache.tiers;

import java.io.IOException;

/**
 * Small texts that all servers share: purges, hot keys, who warms.
 *
 * <p>Its methods may wait, but not without an end; never to be called by a thread that serves a
 * request.
 */
public interface SharedNotes {

  /** The text under {@code name}, or null. */
  String get(String name) throws IOException;

  /**
   * Puts {@code after} under {@code name} if what is there equals {@code before}; null means that
   * nothing is there, or is to be there, but not both. An exception leaves open whether it was
   * done.
   */
  boolean replace(String name, String before, String after) throws IOException;
}
