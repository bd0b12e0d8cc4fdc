package io.tidegate.api.entry;

import io.tidegate.exchange.Caching;
import java.util.List;
import java.util.Locale;

/** Reads what a request's headers say of stored answers (RFC 9111, and a header of our own). */
final class CachingHeaders {

  /** The header by which a caller takes stored answers, or wants nothing of them. */
  static final String OWN = "x-tidegate-cache";

  private CachingHeaders() {}

  /**
   * What the headers say.
   *
   * @param own {@value #OWN}: {@code use} or {@code off}, in any case, or null
   * @param control the directives of {@code Cache-Control}, those of several lines joined by
   *     commas, or null; unknown ones say nothing
   * @param pragma {@code Pragma}, or null; it counts only without {@code control}
   * @throws IllegalArgumentException with the rule for {@code own}
   */
  static Caching read(String own, String control, String pragma) {
    boolean off = "off".equalsIgnoreCase(own);
    boolean use = "use".equalsIgnoreCase(own);
    if (own != null && !off && !use) {
      throw new IllegalArgumentException("must be use or off");
    }
    if (control == null && pragma == null) {
      return off || use ? new Caching(use, off, off) : Caching.DEFAULT;
    }
    List<String> said = directives(control == null ? pragma : control);
    boolean noCache = said.contains("no-cache");
    boolean noStore = control != null && said.contains("no-store");
    boolean noAge = control != null && said.contains("max-age=0");
    return new Caching(use, off || noCache || noAge, off || noStore);
  }

  /** The directives in lower case: the names alone, but for an age of zero. */
  private static List<String> directives(String list) {
    return HeaderList.split(list, ',').stream().map(CachingHeaders::directive).toList();
  }

  private static String directive(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return text.strip().toLowerCase(Locale.ROOT);
    }
    String name = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    String value = text.substring(equals + 1).strip();
    return name.equals("max-age") && value.matches("\"?0+\"?") ? "max-age=0" : name;
  }
}
