package io.tidegate.alerting;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** A number that is the same for all. */
record Constant(double number) implements Quantity {

  @Override
  public String promql(List<String> by) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  @Override
  public OptionalDouble value(History history, List<String> by, List<String> group) {
    return OptionalDouble.of(number);
  }

  @Override
  public void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    // It reads nothing.
  }
}
