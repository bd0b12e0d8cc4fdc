package io.tidegate.batches.state;

import java.util.Locale;

/** Where a batch is in its life: OpenAI's words. */
public enum BatchStatus {
  VALIDATING,
  FAILED,
  IN_PROGRESS,
  FINALIZING,
  COMPLETED,
  EXPIRED,
  CANCELLING,
  CANCELLED;

  /** The name on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it never changes again. */
  public boolean isFinal() {
    return switch (this) {
      case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> false;
      case FAILED, COMPLETED, EXPIRED, CANCELLED -> true;
    };
  }
}
