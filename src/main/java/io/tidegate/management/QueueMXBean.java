package io.tidegate.management;

import java.util.Map;

/** The calls that wait for a place at a node. */
public interface QueueMXBean {

  /** How many wait. */
  int getWaiting();

  /** How many wait for each model; models for which nobody lately waited are left out. */
  Map<String, Integer> getWaitingByModel();

  /** How many milliseconds a call would wait that came now, by model. */
  Map<String, Long> getExpectedWaitMillis();
}
