package io.tidegate.admission;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many permits a group of limiters has issued and got back.
 *
 * <p>INVARIANT: while nothing is under way both numbers are the same. Thread-safe.
 */
public final class PermitCount {

  private final LongAdder issued = new LongAdder();
  private final LongAdder returned = new LongAdder();
  private final Metrics.Counter issues;
  private final Metrics.Counter returns;

  /** Nothing was issued yet; {@code metrics} shows both numbers. */
  public PermitCount(Metrics metrics) {
    this(metrics.counter(Metric.PERMITS_ISSUED), metrics.counter(Metric.PERMITS_RETURNED));
  }

  /** Nothing was issued yet, and nobody else is shown what will be. */
  public PermitCount() {
    this(count -> {}, count -> {});
  }

  private PermitCount(Metrics.Counter issues, Metrics.Counter returns) {
    this.issues = issues;
    this.returns = returns;
  }

  /** Permits handed out so far. */
  public long issued() {
    return issued.sum();
  }

  /** Permits that came back so far. */
  public long returned() {
    return returned.sum();
  }

  void issue() {
    issued.increment();
    issues.increment();
  }

  void giveBack() {
    returned.increment();
    returns.increment();
  }
}
