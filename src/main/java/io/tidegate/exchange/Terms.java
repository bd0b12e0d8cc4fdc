package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import io.tidegate.tracing.Span;

/**
 * On what terms a call is served.
 *
 * @param priority how urgent it is
 * @param pinned whether only private nodes may see it
 * @param retries how often the client has already tried it by itself, 0 or more
 * @param caching what it says of stored answers
 * @param span the span that tells of it
 * @param trial its part in an experiment
 */
public record Terms(
    Priority priority, boolean pinned, int retries, Caching caching, Span span, Trial trial) {

  /** What holds when nobody said anything. */
  public static final Terms DEFAULT = new Terms(Priority.NORMAL, false, 0);

  public Terms {
    requireNonNull(priority, "priority");
    requireNonNull(caching, "caching");
    requireNonNull(span, "span");
    requireNonNull(trial, "trial");
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }

  /** Terms of a call that no trace tells of. */
  public Terms(Priority priority, boolean pinned, int retries, Caching caching) {
    this(priority, pinned, retries, caching, Span.none(), Trial.NONE);
  }

  /** The same terms of a call that {@code other} tells of. */
  Terms within(Span other) {
    return new Terms(priority, pinned, retries, caching, other, trial);
  }

  /** Terms of a caller that says nothing of stored answers. */
  public Terms(Priority priority, boolean pinned, int retries) {
    this(priority, pinned, retries, Caching.DEFAULT);
  }
}
