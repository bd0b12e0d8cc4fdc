package io.tidegate.warmup;

import java.util.Locale;

/** How a warm-up has dealt with a question. */
enum QuestionOutcome {
  /** It had an answer that stays fresh for long enough. */
  PRESENT,
  /** It was asked, and has an answer now. */
  WARMED,
  /** It was asked, and got no answer. */
  FAILED,
  /** It could not be asked, or its answer is never stored. */
  SKIPPED;

  /** The value of the metric's label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
