package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * On what terms a call is served.
 *
 * @param priority how urgent it is
 * @param pinned whether only private nodes may see it
 * @param retries how often the client has already tried it by itself, 0 or more
 */
public record Terms(Priority priority, boolean pinned, int retries) {

  /** What holds when nobody said anything. */
  public static final Terms DEFAULT = new Terms(Priority.NORMAL, false, 0);

  public Terms {
    requireNonNull(priority, "priority");
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
  }
}
