package io.tidegate.tracing;

/**
 * A step that a trace tells of, from its beginning until {@link #end}; one that is never ended is
 * never told.
 *
 * <p>Nothing that was asked or answered may be put into one, nor a key, nor what a node said.
 * Thread-safe; never blocks, and costs next to nothing where nobody keeps traces.
 */
public interface Span {

  /** A step in no trace; always the same. */
  static Span none() {
    return Unrecorded.NONE;
  }

  /** A step that nobody keeps, in a trace that a client may keep. */
  static Span of(Trace trace) {
    return trace.parent() == null ? none() : new Unrecorded(trace);
  }

  /** The place in the trace of whatever is done within this step. */
  Trace trace();

  /** Begins a step within this one. */
  default Span child(Step step) {
    return child(step, 0);
  }

  /** A step within this one that began {@code ago} nanoseconds ago. */
  Span child(Step step, long ago);

  /** Says something of it; nothing where {@code value} is null. */
  Span set(String attribute, String value);

  /** Says a number of it; nothing where {@code value} is below 0, and so unknown. */
  Span set(String attribute, long value);

  /** Says a time of it in seconds; nothing where {@code nanos} is below 0, and so unknown. */
  Span time(String attribute, long nanos);

  /** Says that it failed, by a word out of a bounded set. */
  Span failed(String type);

  /** Ends it; later calls of any method change nothing. */
  void end();
}
