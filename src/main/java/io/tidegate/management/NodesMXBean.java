package io.tidegate.management;

import java.util.Map;

/** The pool of nodes; read by the server's readers, drained by its administrators. */
public interface NodesMXBean {

  /**
   * Where each node stands: {@code healthy}, {@code draining}, {@code ejected}, {@code unknown}.
   */
  Map<String, String> getStates();

  /** The calls that each node has at the moment. */
  Map<String, Integer> getInFlight();

  /** The most calls that each node may have. */
  Map<String, Integer> getMaxConnections();

  /**
   * Gives the node {@code name} no more calls; those under way go on. It outlives a restart.
   *
   * @throws IllegalArgumentException if there is no such node
   */
  void drain(String name);

  /**
   * Gives the node {@code name} calls again.
   *
   * @throws IllegalArgumentException if there is no such node
   */
  void resume(String name);
}
