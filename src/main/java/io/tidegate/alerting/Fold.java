package io.tidegate.alerting;

import java.util.List;
import java.util.Locale;

/** How the series of one group become one number. */
enum Fold {
  SUM,
  MIN,
  MAX;

  double apply(double one, double other) {
    return switch (this) {
      case SUM -> one + other;
      case MIN -> Math.min(one, other);
      case MAX -> Math.max(one, other);
    };
  }

  /** The aggregation of each server's series by {@code by}, as Prometheus reads it. */
  String promql(String inner, List<String> by) {
    String labels = by.isEmpty() ? "instance" : "instance, " + String.join(", ", by);
    return name().toLowerCase(Locale.ROOT) + " by (" + labels + ") (" + inner + ")";
  }
}
