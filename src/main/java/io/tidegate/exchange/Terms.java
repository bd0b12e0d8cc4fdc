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
 * @param features what of its API it uses, where that is told beside the body
 * @param key the API key by which it came
 */
public record Terms(
    Priority priority,
    boolean pinned,
    int retries,
    Caching caching,
    Span span,
    Trial trial,
    ApiFeatures features,
    KeyId key) {

  /** What holds when nobody said anything. */
  public static final Terms DEFAULT = new Terms(Priority.NORMAL, false, 0);

  public Terms {
    requireNonNull(priority, "priority");
    requireNonNull(caching, "caching");
    requireNonNull(span, "span");
    requireNonNull(trial, "trial");
    requireNonNull(features, "features");
    requireNonNull(key, "key");
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }

  /** Terms of a call that says nothing of its API beside its body. */
  public Terms(
      Priority priority, boolean pinned, int retries, Caching caching, Span span, Trial trial) {
    this(priority, pinned, retries, caching, span, trial, ApiFeatures.NONE, KeyId.NONE);
  }

  /** Terms of a call that no trace tells of. */
  public Terms(Priority priority, boolean pinned, int retries, Caching caching) {
    this(priority, pinned, retries, caching, Span.none(), Trial.NONE);
  }

  /** The same terms of a call that {@code other} tells of. */
  Terms within(Span other) {
    return new Terms(priority, pinned, retries, caching, other, trial, features, key);
  }

  /** Terms of a caller that says nothing of stored answers. */
  public Terms(Priority priority, boolean pinned, int retries) {
    this(priority, pinned, retries, Caching.DEFAULT);
  }

  /** The same terms of a call that uses {@code others} of its API. */
  public Terms using(ApiFeatures others) {
    return new Terms(priority, pinned, retries, caching, span, trial, others, key);
  }

  /** The same terms of a call that came by {@code shown}. */
  public Terms by(KeyId shown) {
    return new Terms(priority, pinned, retries, caching, span, trial, features, shown);
  }
}
