package io.tidegate.api.entry;

import static io.tidegate.exchange.ErrorCode.FORBIDDEN;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Guards those who come with a password or with a session: browsers add both to what pages of other
 * sites send, and over plain HTTP everybody on the way can read them.
 */
public final class HttpGuard {

  /** The cookie of a session, as {@code server.xml} names it. */
  static final String SESSION = "tidegate";

  private static final String BASIC = "Basic ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private HttpGuard() {}

  /**
   * Whether {@code http} comes with what a browser adds by itself.
   *
   * @return true with a password or a session's cookie, whatever they are worth
   */
  public static boolean hasCredentials(HttpServletRequest http) {
    String said = http.getHeader("Authorization");
    return hasSession(http)
        || (said != null && said.regionMatches(true, 0, BASIC, 0, BASIC.length()));
  }

  /**
   * Lets {@code http} pass unless it is unsafe to take credentials from it.
   *
   * @throws FailureException {@code FORBIDDEN} if a page of another site would change something, or
   *     others could have read what it carries
   */
  public static void check(HttpServletRequest http) {
    if (!SAFE.contains(http.getMethod()) && HttpPage.foreign(http)) {
      throw Failure.of(FORBIDDEN, "Pages of other sites may change nothing here.").asException();
    }
    if (!confidential(http)) {
      throw readable().asException();
    }
  }

  /**
   * Whether what {@code http} says, and what it is told, can be read by nobody on the way.
   *
   * @return true by TLS, if need be up to a trusted proxy, and on this machine
   */
  public static boolean confidential(HttpServletRequest http) {
    return HttpAuthentication.confidential(http);
  }

  /** The failure of administration that others could read. */
  static Failure readable() {
    return Failure.of(
        FORBIDDEN, "Passwords are taken over HTTPS, or on this machine: others could read them.");
  }

  private static boolean hasSession(HttpServletRequest http) {
    Cookie[] cookies = http.getCookies();
    if (cookies == null) {
      return false;
    }
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(SESSION)) {
        return true;
      }
    }
    return false;
  }
}
