package io.tidegate.cache.answer;

/**
 * By how much stored answers may be older than they say themselves.
 *
 * @param stale whether a stale answer is given as long as it is kept, and not made anew
 * @param factor for how many times as long an answer is fresh, at least 1
 * @param atLeast for how many milliseconds an answer is fresh at least
 */
public record Lenience(boolean stale, double factor, long atLeast) {

  /** Not at all. */
  public static final Lenience NONE = new Lenience(false, 1, 0);

  /** How long an answer may be given that says {@code lifetime} of itself. */
  public Lifetime of(Lifetime lifetime) {
    long ttl = Math.max(atLeast, Math.round(lifetime.ttl() * factor));
    return ttl <= lifetime.ttl()
        ? lifetime
        : new Lifetime(
            lifetime.made(), lifetime.took(), ttl, lifetime.whileRevalidate(), lifetime.ifError());
  }
}
