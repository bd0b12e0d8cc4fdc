package io.tidegate.cache.answer;

/**
 * How long a stored answer may be given, in milliseconds.
 *
 * @param made when it was complete, since 1970
 * @param took how long it took to make
 * @param ttl for how long it is fresh
 * @param whileRevalidate for how long after that it may be given while a new one is made
 * @param ifError for how long after that it may be given when none can be made (both RFC 5861)
 */
public record Lifetime(long made, long took, long ttl, long whileRevalidate, long ifError) {

  /** How old it is at {@code now}, in milliseconds since 1970; clocks may differ a little. */
  public long age(long now) {
    return Math.max(0, now - made);
  }

  /** For how long it stays fresh; negative once it is stale. */
  public long freshFor(long now) {
    return ttl - age(now);
  }

  /** Whether it is fresh. */
  public boolean fresh(long now) {
    return freshFor(now) > 0;
  }

  /** Whether it may be given while a new answer is made. */
  public boolean servesWhileRevalidating(long now) {
    return freshFor(now) + whileRevalidate > 0;
  }

  /** Whether it may be given when no new answer can be made. */
  public boolean servesOnError(long now) {
    return freshFor(now) + ifError > 0;
  }

  /** For how long it is of any use. */
  public long usableFor(long now) {
    return freshFor(now) + Math.max(whileRevalidate, ifError);
  }
}
