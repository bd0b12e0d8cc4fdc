package io.tidegate.settings;

import java.net.URI;

/** The rule for a node's base address. */
public final class Addresses {

  private static final int LAST_PORT = 65535;

  private Addresses() {}

  /**
   * The absolute HTTP or HTTPS address in {@code text}, without a trailing slash.
   *
   * @throws IllegalArgumentException with the rule that was broken
   */
  public static URI parse(String text) {
    URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http || address.getHost() == null) {
      throw new IllegalArgumentException("must be an http or https address, not '" + text + "'");
    }
    if (address.getUserInfo() != null
        || address.getQuery() != null
        || address.getFragment() != null) {
      throw new IllegalArgumentException("must have no user, query or fragment");
    }
    if (address.getPort() > LAST_PORT) {
      throw new IllegalArgumentException("must have a port of at most " + LAST_PORT);
    }
    return address;
  }
}
