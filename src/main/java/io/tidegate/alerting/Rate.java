package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** By how much counters have grown per second, over the last {@code window}. */
record Rate(Selector selector, Duration window) implements Quantity {

  @Override
  public String promql(List<String> by) {
    return Fold.SUM.promql(
        "rate(" + selector.promql() + "[" + Durations.prometheus(window) + "])", by);
  }

  @Override
  public OptionalDouble value(History history, List<String> by, List<String> group) {
    return history.rate(series(by), group, window);
  }

  @Override
  public void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    needs.accept(series(by), window);
  }

  private Series series(List<String> by) {
    return new Series(selector, Fold.SUM, by);
  }
}
