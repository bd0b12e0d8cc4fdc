package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * On what terms a call is served.
 *
 * @param priority how urgent it is
 * @param pinned whether only private nodes may see it
 * @param retries how often the client has already tried it by itself, 0 or more
 * @param caching what it says of stored answers
 * @param trace the trace that it belongs to
 */
public record Terms(Priority priority, boolean pinned, int retries, Caching caching, Trace trace) {

  /** What holds when nobody said anything. */
  public static final Terms DEFAULT = new Terms(Priority.NORMAL, false, 0);

  public Terms {
    requireNonNull(priority, "priority");
    requireNonNull(caching, "caching");
    requireNonNull(trace, "trace");
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }

  /** Terms of a call in no trace. */
  public Terms(Priority priority, boolean pinned, int retries, Caching caching) {
    this(priority, pinned, retries, caching, Trace.NONE);
  }

  /** Terms of a caller that says nothing of stored answers. */
  public Terms(Priority priority, boolean pinned, int retries) {
    this(priority, pinned, retries, Caching.DEFAULT);
  }
}
