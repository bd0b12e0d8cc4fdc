package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * A quantity that is compared with a bound.
 *
 * @param above whether it holds above the bound, or below it
 */
record Condition(Quantity quantity, boolean above, Quantity bound) {

  static Condition above(Quantity quantity, double bound) {
    return new Condition(quantity, true, new Constant(bound));
  }

  static Condition below(Quantity quantity, double bound) {
    return new Condition(quantity, false, new Constant(bound));
  }

  static Condition below(Quantity quantity, Quantity bound) {
    return new Condition(quantity, false, bound);
  }

  /** {@code >} or {@code <}. */
  String sign() {
    return above ? ">" : "<";
  }

  String promql(List<String> by) {
    return quantity.promql(by) + "\n" + sign() + " " + bound.promql(by);
  }

  boolean holds(History history, List<String> by, List<String> group) {
    OptionalDouble value = quantity.value(history, by, group);
    OptionalDouble limit = bound.value(history, by, group);
    if (value.isEmpty() || limit.isEmpty()) {
      return false;
    }
    return above
        ? value.getAsDouble() > limit.getAsDouble()
        : value.getAsDouble() < limit.getAsDouble();
  }

  void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    quantity.needs(by, needs);
    bound.needs(by, needs);
  }
}
