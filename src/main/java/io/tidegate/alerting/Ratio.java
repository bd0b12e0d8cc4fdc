package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** One quantity as a part of another; not a number where both are 0. */
record Ratio(Quantity part, Quantity whole) implements Quantity {

  @Override
  public String promql(List<String> by) {
    return part.promql(by) + "\n/ " + whole.promql(by);
  }

  @Override
  public OptionalDouble value(History history, List<String> by, List<String> group) {
    OptionalDouble above = part.value(history, by, group);
    OptionalDouble below = whole.value(history, by, group);
    if (above.isEmpty() || below.isEmpty()) {
      return OptionalDouble.empty();
    }
    double share = above.getAsDouble() / below.getAsDouble();
    return Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(share);
  }

  @Override
  public void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    part.needs(by, needs);
    whole.needs(by, needs);
  }
}
