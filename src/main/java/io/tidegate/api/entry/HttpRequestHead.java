package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Refuses requests that another reader might see as two, or as shorter or longer ones (RFC 9112,
 * sections 3.2 and 6.3): the server is lenient where a proxy in front of it may be lenient in
 * another way, and what one takes for a body the other takes for the next request.
 */
public final class HttpRequestHead {

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final String LENGTHS = "Content-Length";
  private static final String CODINGS = "Transfer-Encoding";

  private HttpRequestHead() {}

  /** The rule that the head of {@code http} breaks, in a sentence, or null; no value is in it. */
  public static String fault(HttpServletRequest http) {
    String framing = framing(http);
    return framing == null && !isAddress(http.getRequestURI(), http.getQueryString())
        ? "The address has a character or a percent sign that no address has."
        : framing;
  }

  /** What is none would be a mistake of whoever makes a URI of it. */
  private static boolean isAddress(String path, String query) {
    return holds(path, "\\\"<>^`{|}[]") && (query == null || holds(query, "\\\"<>^`{|}"));
  }

  private static boolean holds(String text, String without) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      boolean control = at <= ' ' || (at >= 0x7f && at <= 0xa0);
      if (control || without.indexOf(at) >= 0 || (at == '%' && !isEscape(text, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static String framing(HttpServletRequest http) {
    Enumeration<String> lengths = http.getHeaders(LENGTHS);
    boolean measured = lengths.hasMoreElements();
    if (measured
        && (!LENGTH.matcher(lengths.nextElement()).matches() || lengths.hasMoreElements())) {
      return "Content-Length must be given once, as a number of bytes.";
    }
    Enumeration<String> codings = http.getHeaders(CODINGS);
    if (codings.hasMoreElements()) {
      if (!codings.nextElement().equalsIgnoreCase("chunked") || codings.hasMoreElements()) {
        return "Transfer-Encoding must be 'chunked', given once.";
      }
      if (measured) {
        return "Content-Length and Transfer-Encoding must not be given together.";
      }
      if (http.getProtocol().equals("HTTP/1.0")) {
        return "Transfer-Encoding is not a part of HTTP/1.0.";
      }
    }
    return host(http);
  }

  /**
   * Whether the head of {@code http} tells of no body where there usually is one, so that one may
   * follow whose length nobody has understood.
   */
  public static boolean mayHideABody(HttpServletRequest http) {
    return http.getMethod().startsWith("P")
        && http.getHeader(LENGTHS) == null
        && http.getHeader(CODINGS) == null;
  }

  private static String host(HttpServletRequest http) {
    Enumeration<String> hosts = http.getHeaders("Host");
    if (hosts.hasMoreElements()) {
      hosts.nextElement();
      return hosts.hasMoreElements() ? "Host must be given once." : null;
    }
    return http.getProtocol().equals("HTTP/1.1") ? "Host must be given." : null;
  }
}
