package io.tidegate.exchange;

import java.util.Locale;

/** How urgent a call is; the most urgent first. */
public enum Priority {
  /** Somebody looks at the screen and waits. */
  HIGH,
  /** What a call has that says nothing. */
  NORMAL,
  /** May wait for spare capacity: batches, warming. */
  LOW;

  /** The priority called {@code text}, in any case; throws with the rule otherwise. */
  public static Priority parse(String text) {
    for (Priority priority : values()) {
      if (priority.label().equalsIgnoreCase(text)) {
        return priority;
      }
    }
    throw new IllegalArgumentException("must be high, normal or low");
  }

  /** The name as configured and as sent in {@code x-tidegate-priority}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The less urgent of this and {@code other}. */
  public Priority atMost(Priority other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
