package io.tidegate.tracing;

/** Begins the spans of calls. Thread-safe; never blocks. */
public interface Tracing {

  /** Keeps nothing: clients' traces are passed on to nodes as they came. */
  Tracing OFF = (step, sent) -> Span.of(sent);

  /**
   * Begins {@code step} in the trace that a client {@code sent}, or in a new one if that is none.
   */
  Span begin(Step step, Trace sent);
}
