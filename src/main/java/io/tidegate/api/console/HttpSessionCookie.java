package io.tidegate.api.console;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Makes a session's cookie one that travels by HTTPS alone where it was given over HTTPS.
 *
 * <p>The server can be told to make all of them so, but then it gives none over plain HTTP, also
 * not to a browser on its own machine. So the one that it gave is taken out of the response again;
 * for that the Servlet API has no word, and it is reached by names of Open Liberty.
 */
final class HttpSessionCookie {

  /** The request attribute that holds the response: JAX-RS gives a stand-in for it. */
  private static final String RESPONSE = HttpSessionCookie.class.getName();

  private static final Logger LOG = System.getLogger(HttpSessionCookie.class.getName());
  private static final String NAME = "tidegate";

  private HttpSessionCookie() {}

  /** Keeps {@code response} for {@link #secure}. */
  static void keep(HttpServletRequest http, HttpServletResponse response) {
    http.setAttribute(RESPONSE, response);
  }

  /** Gives the session's cookie in the response to {@code http} again, if that came by HTTPS. */
  static void secure(HttpServletRequest http) {
    if (!http.isSecure()) {
      return;
    }
    ServletResponse response = (ServletResponse) http.getAttribute(RESPONSE);
    while (response instanceof ServletResponseWrapper wrapper) {
      response = wrapper.getResponse();
    }
    try {
      Class<?> own = response.getClass();
      for (Cookie cookie : (Cookie[]) own.getMethod("getCookies").invoke(response)) {
        if (cookie.getName().equals(NAME)) {
          own.getMethod("removeCookie", String.class).invoke(response, NAME);
          ((HttpServletResponse) response).addCookie(secured(cookie.getValue()));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(Level.WARNING, "sessions' cookies are not marked as secure on this server", unknown);
    }
  }

  private static Cookie secured(String value) {
    Cookie cookie = new Cookie(NAME, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    cookie.setAttribute("SameSite", "Strict");
    return cookie;
  }
}
