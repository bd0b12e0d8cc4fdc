package io.tidegate.management;

import static java.util.Objects.requireNonNull;

import io.tidegate.history.Figure;
import java.util.function.ToDoubleFunction;

/** Jobs and batches for the server's administration. Thread-safe as its figures are. */
final class ManagedJobs implements JobsMXBean {

  private final ToDoubleFunction<Figure> figures;

  /** The jobs that {@code figures} count. */
  ManagedJobs(ToDoubleFunction<Figure> figures) {
    this.figures = requireNonNull(figures, "figures");
  }

  @Override
  public long getQueued() {
    return of(Figure.JOBS_QUEUED);
  }

  @Override
  public long getRunning() {
    return of(Figure.JOBS_RUNNING);
  }

  @Override
  public long getOpenBatches() {
    return of(Figure.BATCHES_OPEN);
  }

  @Override
  public long getDeadLetters() {
    return of(Figure.DEAD_LETTERS);
  }

  private long of(Figure figure) {
    return Math.round(figures.applyAsDouble(figure));
  }
}
