package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** What gauges stand at. */
record Level(Selector selector, Fold fold) implements Quantity {

  @Override
  public String promql(List<String> by) {
    return fold.promql(selector.promql(), by);
  }

  @Override
  public OptionalDouble value(History history, List<String> by, List<String> group) {
    return history.latest(new Series(selector, fold, by), group);
  }

  @Override
  public void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    needs.accept(new Series(selector, fold, by), Duration.ZERO);
  }
}
