package io.tidegate.api.entry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The origins (RFC 6454) of whose pages scripts may speak to the API.
 *
 * @param named those that are named, in lower case and without the port that goes without saying
 * @param any whether all are
 */
public record AllowedOrigins(Set<String> named, boolean any) {

  /** None at all. */
  public static final AllowedOrigins NONE = new AllowedOrigins(Set.of(), false);

  private static final String ANY = "*";

  /** Takes no part in later changes. */
  public AllowedOrigins {
    named = Set.copyOf(named);
  }

  /**
   * The origins in {@code list}.
   *
   * @throws IllegalArgumentException that tells the rule for the first that is none
   */
  public static AllowedOrigins of(List<String> list) {
    Set<String> named = new LinkedHashSet<>();
    boolean any = false;
    for (String item : list) {
      String origin = item.toLowerCase(Locale.ROOT);
      any |= origin.equals(ANY);
      if (!origin.matches("\\*|[a-z][a-z0-9+.-]*://[a-z0-9._~\\[\\]:-]+")) {
        throw new IllegalArgumentException(
            "must be origins like https://app.example.com, or *, not '" + item + "'");
      }
      named.add(origin.replaceFirst("^(http://.*[^:]):80$|^(https://.*[^:]):443$", "$1$2"));
    }
    named.remove(ANY);
    return new AllowedOrigins(named, any);
  }

  /** Whether nobody is let in. */
  boolean isEmpty() {
    return !any && named.isEmpty();
  }

  /** What is to be said to a page of {@code origin}; null where it is not let in, or no page. */
  String admitted(String origin) {
    if (origin == null) {
      return null;
    }
    return any ? ANY : named.contains(origin.toLowerCase(Locale.ROOT)) ? origin : null;
  }
}
