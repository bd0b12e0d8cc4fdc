package io.tidegate.alerting;

import java.util.Arrays;
import java.util.Locale;

/** How urgent an alert is. */
public enum Severity {
  /** Somebody has to look now: callers suffer. */
  CRITICAL,
  /** Somebody has to look today: callers will suffer. */
  WARNING,
  /** Nobody has to do anything: it is good to know. */
  INFO;

  /** The value of the label {@code severity}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity of which {@code label} is the label; the least urgent one if it is of none. */
  static Severity of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElse(INFO);
  }
}
