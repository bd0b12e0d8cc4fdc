package io.tidegate.exchange;

/**
 * What a caller says of stored answers.
 *
 * @param wanted whether it takes one where the route does not give one by itself ({@code
 *     x-tidegate-cache: use})
 * @param noCache whether it must be answered anew (RFC 9111, request directive {@code no-cache})
 * @param noStore whether its answer must not be kept (request directive {@code no-store})
 */
public record Caching(boolean wanted, boolean noCache, boolean noStore) {

  /** Nothing was said. */
  public static final Caching DEFAULT = new Caching(false, false, false);
}
