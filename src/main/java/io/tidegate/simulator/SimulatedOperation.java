package io.tidegate.simulator;

/** The kinds of call that a node answers. */
enum SimulatedOperation {
  CHAT,
  COMPLETION,
  EMBEDDING
}
