package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** A quantity that is compared with a bound. */
record Condition(Quantity quantity, Comparison comparison, Quantity bound) {

  /** How it is compared. */
  enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    private boolean holds(double value, double bound) {
      return switch (this) {
        case ABOVE -> value > bound;
        case AT_LEAST -> value >= bound;
        case BELOW -> value < bound;
      };
    }
  }

  static Condition above(Quantity quantity, double bound) {
    return new Condition(quantity, Comparison.ABOVE, new Constant(bound));
  }

  static Condition atLeast(Quantity quantity, double bound) {
    return new Condition(quantity, Comparison.AT_LEAST, new Constant(bound));
  }

  static Condition below(Quantity quantity, double bound) {
    return new Condition(quantity, Comparison.BELOW, new Constant(bound));
  }

  static Condition below(Quantity quantity, Quantity bound) {
    return new Condition(quantity, Comparison.BELOW, bound);
  }

  /** {@code >}, {@code >=} or {@code <}. */
  String sign() {
    return comparison.sign;
  }

  String promql(List<String> by) {
    return quantity.promql(by) + "\n" + sign() + " " + bound.promql(by);
  }

  boolean holds(History history, List<String> by, List<String> group) {
    OptionalDouble value = quantity.value(history, by, group);
    OptionalDouble limit = bound.value(history, by, group);
    return value.isPresent()
        && limit.isPresent()
        && comparison.holds(value.getAsDouble(), limit.getAsDouble());
  }

  void needs(List<String> by, BiConsumer<Series, Duration> needs) {
    quantity.needs(by, needs);
    bound.needs(by, needs);
  }
}
