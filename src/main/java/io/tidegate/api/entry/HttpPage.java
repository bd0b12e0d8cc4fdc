package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by what browsers say whether a page of another site speaks through one.
 *
 * <p>A page may be from elsewhere and name this server, by {@code Origin} or in fetch metadata
 * (W3C), or its own name may lead here since its owner lets it (DNS rebinding), which {@code Host}
 * shows. Other clients say nothing of the kind. Thread-safe.
 */
public final class HttpPage {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What the console says with each request; its pages ask for passwords themselves. */
  private static final String CONSOLE = "X-Tidegate-Console";

  private final Set<String> names = new HashSet<>(THIS_MACHINE);

  /** Pages of a server that is also known by the host in {@code url}. */
  public HttpPage(Optional<String> url) {
    url.map(HttpPage::host).ifPresent(names::add);
  }

  /**
   * Whether {@code http} names this server as it is called, and no page of another site sent it.
   */
  boolean atHome(HttpServletRequest http) {
    // There is one nearly always, and no list is needed for it; of two, who knows which counts.
    for (Enumeration<String> hosts = http.getHeaders("Host"); hosts.hasMoreElements(); ) {
      if (!names.contains(withoutPort(hosts.nextElement()))) {
        return false;
      }
    }
    String origin = http.getHeader("Origin");
    String site = http.getHeader("Sec-Fetch-Site");
    if (origin == null) {
      return site == null || isOwn(site);
    }
    return names.contains(host(origin)) && (site == null || !site.equals("cross-site"));
  }

  /**
   * Whether a page's script asks, which a browser would keep waiting for the user's password if it
   * were told to want one: a script cannot answer that.
   */
  public static boolean byScript(HttpServletRequest http) {
    return http.getHeader(CONSOLE) != null || "empty".equals(http.getHeader("Sec-Fetch-Dest"));
  }

  /** Whether a page of another site sent {@code http}, whatever this server is called. */
  static boolean foreign(HttpServletRequest http) {
    String site = http.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !isOwn(site);
    }
    String origin = http.getHeader("Origin");
    String host = http.getHeader("Host");
    return origin != null
        && !origin.equalsIgnoreCase("http://" + host)
        && !origin.equalsIgnoreCase("https://" + host);
  }

  private static boolean isOwn(String site) {
    return site.equals("same-origin") || site.equals("none");
  }

  /** The name in the header {@code host}, in lower case; not by a URI, for each call asks. */
  private static String withoutPort(String host) {
    int end = host.length();
    while (end > 0 && host.charAt(end - 1) >= '0' && host.charAt(end - 1) <= '9') {
      end--;
    }
    boolean port = end > 0 && host.charAt(end - 1) == ':';
    return (port ? host.substring(0, end - 1) : host).toLowerCase(Locale.ROOT);
  }

  /** The host in {@code url} in lower case, or "" where there is none. */
  private static String host(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException none) {
      return "";
    }
  }
}
