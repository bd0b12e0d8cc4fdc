package io.tidegate.history;

import java.util.function.ToDoubleFunction;

/** A figure of which an hour is kept, one value for each step. */
public enum HourSeries {
  ANSWERED("answered", change -> change.of(Figure.ANSWERED)),
  REFUSED("refused", change -> change.of(Figure.REFUSED)),
  FAILED("failed", change -> change.of(Figure.FAILED)),
  CANCELLED("cancelled", change -> change.of(Figure.CANCELLED)),
  QUEUED("queued", change -> change.of(Figure.QUEUED)),
  ERROR_SHARE("errorShare", FigureChange::errorShare),
  FIRST_TOKEN_P50("firstTokenP50", change -> change.firstToken(0.5)),
  FIRST_TOKEN_P95("firstTokenP95", change -> change.firstToken(0.95)),
  FIRST_TOKEN_P99("firstTokenP99", change -> change.firstToken(0.99)),
  QUEUE_LENGTH("queueLength", change -> change.of(Figure.QUEUE_LENGTH)),
  QUEUE_WAIT_P95("queueWaitP95", change -> change.queueWait(0.95)),
  LIMIT("limit", change -> change.of(Figure.LIMIT)),
  IN_USE("inUse", change -> change.of(Figure.LIMIT_IN_USE)),
  L1_HITS("l1Hits", change -> change.of(Figure.L1_HITS)),
  L1_MISSES("l1Misses", change -> change.of(Figure.L1_MISSES)),
  L2_HITS("l2Hits", change -> change.of(Figure.L2_HITS)),
  L2_MISSES("l2Misses", change -> change.of(Figure.L2_MISSES)),
  INPUT_TOKENS("tokensInput", change -> change.of(Figure.INPUT_TOKENS)),
  OUTPUT_TOKENS("tokensOutput", change -> change.of(Figure.OUTPUT_TOKENS)),
  COST("cost", change -> change.of(Figure.PUBLIC_COST) / 1000);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // none of the functions holds anything
  private final ToDoubleFunction<FigureChange> value;

  HourSeries(String label, ToDoubleFunction<FigureChange> value) {
    this.label = label;
    this.value = value;
  }

  /** What the console calls it. */
  public String label() {
    return label;
  }

  /** Its value for {@code change}; NaN if it has none. */
  double of(FigureChange change) {
    return value.applyAsDouble(change);
  }
}
