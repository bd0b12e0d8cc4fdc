package io.tidegate.webhooks;

import io.tidegate.webhooks.address.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of a receiver's URL; immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name in lower case, or an address without brackets
 * @param port its port, never unset
 * @param path the path and the query
 */
record ReceiverUrl(String scheme, String host, int port, String path) {

  private static final String HTTPS = "https";
  private static final int LONGEST = 2048;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int FIRST_FREE_PORT = 1024;
  private static final int LAST_PORT = 65535;

  /** RFC 1035, section 2.3.4: what no name server knows is a row that grows for nothing. */
  private static final int LONGEST_NAME = 253;

  private static final Pattern LONG_LABEL = Pattern.compile("[^.]{64}");

  /** What somebody may take for an address: only the plain form of one is good. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|(.*\\.)?0x[0-9a-f]*\\.?");

  /**
   * The target that {@code url} names.
   *
   * @throws IllegalArgumentException with the rule that was broken, and nothing of the URL
   */
  static ReceiverUrl parse(String url) {
    if (url.length() > LONGEST) {
      throw new IllegalArgumentException("must have at most " + LONGEST + " characters");
    }
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.matches("https?") || uri.getHost() == null) {
      throw new IllegalArgumentException("must be an absolute http or https address of a host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must have no user and no fragment");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals(HTTPS) ? HTTPS_PORT : HTTP_PORT;
    return new ReceiverUrl(scheme, host(uri.getHost()), checked(port), path(uri));
  }

  /** The address that the host is, or nothing if it is a name. */
  Optional<InetAddress> literal() {
    return IpLiteral.read(host);
  }

  boolean secure() {
    return scheme.equals(HTTPS);
  }

  /** Who receives, without the path: that may hold a credential of the receiver. */
  String origin() {
    return scheme + "://" + authority();
  }

  /** Host and port: what one receiver is told apart by. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return origin();
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException("must be a URL");
    }
  }

  private static String host(String raw) {
    String host = raw.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    boolean numeric = host.indexOf(':') >= 0 || NUMERIC.matcher(host).matches();
    if (numeric && IpLiteral.read(host).isEmpty()) {
      throw new IllegalArgumentException("must name a host or a plain IP address");
    }
    if (!numeric && (host.length() > LONGEST_NAME || LONG_LABEL.matcher(host).find())) {
      throw new IllegalArgumentException(
          "must name a host of at most 253 characters, 63 between two dots");
    }
    return host;
  }

  private static int checked(int port) {
    if (port != HTTP_PORT && port != HTTPS_PORT && (port < FIRST_FREE_PORT || port > LAST_PORT)) {
      throw new IllegalArgumentException("must have port 80, 443 or one above 1023");
    }
    return port;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
