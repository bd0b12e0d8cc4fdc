package io.tidegate.history;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Distributed;
import java.util.concurrent.TimeUnit;

/** What happened between two samples; immutable. */
public final class FigureChange {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FigureSample before;
  private final FigureSample after;
  private final double seconds;
  private final Distributed firstToken;
  private final Distributed queueWait;

  FigureChange(FigureSample before, FigureSample after) {
    this.before = requireNonNull(before, "before");
    this.after = requireNonNull(after, "after");
    this.seconds = (after.time() - before.time()) / NANOS;
    this.firstToken = after.firstToken().since(before.firstToken());
    this.queueWait = after.queueWait().since(before.queueWait());
  }

  /** The growth of {@code figure} per second, or where it stands in the end if it does not grow. */
  public double of(Figure figure) {
    return figure.grows() ? rate(before.of(figure), after.of(figure)) : after.of(figure);
  }

  /** The share of requests that were refused or failed, 0 to 1; NaN without any. */
  public double errorShare() {
    double errors = of(Figure.REFUSED) + of(Figure.FAILED);
    double all = errors + of(Figure.ANSWERED) + of(Figure.QUEUED);
    return all > 0 ? errors / all : Double.NaN;
  }

  /** The time to first token that so many do not exceed, in seconds; NaN without any. */
  public double firstToken(double quantile) {
    return firstToken.quantile(quantile);
  }

  /** The wait in the queue that so many do not exceed, in seconds; NaN if nobody waited. */
  public double queueWait(double quantile) {
    return queueWait.quantile(quantile);
  }

  /** The attempts at the node {@code name}, per second. */
  public NodeCalls at(String name) {
    NodeCalls was = before.at(name);
    NodeCalls is = after.at(name);
    return new NodeCalls(rate(was.all(), is.all()), rate(was.failed(), is.failed()));
  }

  /** The share of all attempts that were made at the node {@code name}, 0 to 1; NaN without any. */
  public double share(String name) {
    double all = after.nodes().keySet().stream().mapToDouble(node -> at(node).all()).sum();
    return all > 0 ? at(name).all() / all : Double.NaN;
  }

  /** A counter that has become smaller has begun anew, as in Prometheus. */
  private double rate(double was, double is) {
    return seconds <= 0 ? 0 : (is >= was ? is - was : is) / seconds;
  }
}
