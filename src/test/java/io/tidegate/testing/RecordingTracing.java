package io.tidegate.testing;

import io.tidegate.tracing.Span;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the spans that have ended, in the order of their ends; thread-safe. */
public final class RecordingTracing implements Tracing {

  private static final String TRACE_ID = "5".repeat(32);

  private final AtomicInteger last = new AtomicInteger();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final List<Step> begun = new CopyOnWriteArrayList<>();

  /**
   * A span that has ended.
   *
   * @param parent the place in the trace that it began within; none for the first
   * @param trace its own place
   * @param ago how many nanoseconds before it was told of it had begun
   * @param attributes what it says, failures as {@code error.type}
   */
  public record Told(
      Step step, Trace parent, Trace trace, long ago, Map<String, Object> attributes) {

    /** What it says under {@code attribute}, or null. */
    public Object get(String attribute) {
      return attributes.get(attribute);
    }
  }

  @Override
  public Span begin(Step step, Trace sent) {
    return new Open(step, sent, 0);
  }

  /** How many of {@code step} have begun, whether they have ended or not. */
  public long begun(Step step) {
    return begun.stream().filter(other -> other == step).count();
  }

  /** All that have ended. */
  public List<Told> told() {
    return told;
  }

  /** Those of {@code step} that have ended. */
  public List<Told> told(Step step) {
    return told.stream().filter(span -> span.step() == step).toList();
  }

  /** The only one of {@code step} that has ended. */
  public Told only(Step step) {
    List<Told> all = told(step);
    if (all.size() != 1) {
      throw new AssertionError("not one but " + all);
    }
    return all.get(0);
  }

  private final class Open implements Span {

    private final Step step;
    private final Trace parent;
    private final Trace trace;
    private final long ago;
    private final Map<String, Object> attributes = new TreeMap<>();
    private boolean ended;

    Open(Step step, Trace parent, long ago) {
      begun.add(step);
      this.step = step;
      this.parent = parent;
      this.ago = ago;
      String id = "%016x".formatted(last.incrementAndGet());
      this.trace = new Trace("00-" + TRACE_ID + "-" + id + "-01", parent.state());
    }

    @Override
    public Trace trace() {
      return trace;
    }

    @Override
    public Span child(Step within, long since) {
      return new Open(within, trace, since);
    }

    @Override
    public Span set(String attribute, String value) {
      return put(attribute, value);
    }

    @Override
    public Span set(String attribute, long value) {
      return put(attribute, value < 0 ? null : value);
    }

    @Override
    public Span time(String attribute, long nanos) {
      return put(attribute, nanos < 0 ? null : nanos / 1e9);
    }

    @Override
    public Span failed(String type) {
      return put("error.type", type);
    }

    private synchronized Span put(String attribute, Object value) {
      if (value != null && !ended) {
        attributes.put(attribute, value);
      }
      return this;
    }

    @Override
    public synchronized void end() {
      if (!ended) {
        ended = true;
        told.add(new Told(step, parent, trace, ago, Map.copyOf(attributes)));
      }
    }
  }
}
