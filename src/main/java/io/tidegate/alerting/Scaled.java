package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** {@code factor} times a quantity. */
record Scaled(double factor, Quantity quantity) implements Quantity {

  @Override
  public String promql(List<String> by) {
    return new Constant(factor).promql(by) + " * " + quantity.promql(by);
  }

  @Override
  public OptionalDouble value(History history, List<String> by, List<String> group) {
    OptionalDouble value = quantity.value(history, by, group);
    return value.isEmpty() ? value : OptionalDouble.of(factor * value.getAsDouble());
  }

  @Override
  public void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    quantity.needs(by, needs);
  }
}
