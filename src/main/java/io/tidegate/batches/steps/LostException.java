package io.tidegate.batches.steps;

/** Somebody else has taken the step over, or has ended it; it has no stack trace. */
final class LostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostException() {
    super("the step was taken over", null, false, false);
  }
}
