package io.tidegate.admission;

import java.util.Locale;

/** Why a learned limit moved. */
public enum LimitMove {
  /** Down: the node said that it was busy. */
  REFUSED,
  /** Down: first tokens came, or whole answers took, much longer than with the node at rest. */
  SLOW,
  /** Up: the limit was used, and calls were completed in time. */
  GREW;

  /** What it is called in labels of metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
