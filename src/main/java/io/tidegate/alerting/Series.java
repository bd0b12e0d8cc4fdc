package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Numbers that are sampled: one for each group of a metric's series.
 *
 * @param by the labels that tell groups apart, beside the server
 */
record Series(Selector selector, Fold fold, List<String> by) {

  Series {
    requireNonNull(selector, "selector");
    requireNonNull(fold, "fold");
    by = List.copyOf(by);
  }
}
