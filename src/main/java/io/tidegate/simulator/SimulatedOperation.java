package io.tidegate.simulator;

/** The kinds of call that a node answers. */
enum SimulatedOperation {
  CHAT(SimulatedDialect.CHAT),
  COMPLETION(SimulatedDialect.CHAT),
  EMBEDDING(SimulatedDialect.CHAT),
  RESPONSE(SimulatedDialect.RESPONSES),
  MESSAGE(SimulatedDialect.MESSAGES),
  COUNT_TOKENS(SimulatedDialect.MESSAGES);

  private final SimulatedDialect dialect;

  SimulatedOperation(SimulatedDialect dialect) {
    this.dialect = dialect;
  }

  SimulatedDialect dialect() {
    return dialect;
  }

  /** Whether it answers messages, so that it may think and call tools. */
  boolean converses() {
    return this == CHAT || this == RESPONSE || this == MESSAGE;
  }

  /** Whether its answer is the model's text, which ends for a reason and can be streamed. */
  boolean generates() {
    return this != EMBEDDING && this != COUNT_TOKENS;
  }
}
