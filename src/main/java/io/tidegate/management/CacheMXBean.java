package io.tidegate.management;

/** The stored answers of this server, since its start. */
public interface CacheMXBean {

  /** How many answers are on the heap. */
  long getEntries();

  /** About how many bytes they take. */
  long getBytes();

  /** How many bytes they may take. */
  long getMaxBytes();

  /** The part of all look-ups on the heap that found something, 0 to 1. */
  double getHitRatio();

  /** The part of all look-ups among the shared answers that found something, 0 to 1. */
  double getSharedHitRatio();

  /** Answers that are being made now. */
  long getFlights();
}
