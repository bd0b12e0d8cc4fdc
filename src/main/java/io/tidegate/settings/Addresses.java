package io.tidegate.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rule for a node's base address. */
public final class Addresses {

  private static final int LAST_PORT = 65535;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:[\\w.-]+|\\[.*]):\\d{2,5}(?:/.*)?");
  private static final Pattern OPERATION =
      Pattern.compile("/(?:chat/completions|completions|embeddings)/?$");

  /** What Azure's services want in every address. */
  private static final Pattern VERSION = Pattern.compile("api-version=[A-Za-z0-9._-]{1,40}");

  private Addresses() {}

  /**
   * The absolute HTTP or HTTPS address in {@code text}, without a trailing slash; of a query it may
   * have {@code api-version} alone.
   *
   * @throws IllegalArgumentException with the rule that was broken
   */
  public static URI parse(String text) {
    if (HOST_AND_PORT.matcher(text).matches()) {
      throw new IllegalArgumentException("needs http:// or https:// in front" + not(text));
    }
    URI address = uri(text.replaceFirst("/(?=$|\\?)", ""));
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (http && address.getHost() == null && address.getRawAuthority() != null) {
      checkParts(address);
      throw new IllegalArgumentException("must have a host name of letters, digits, '-' and '.'");
    }
    if (!http || address.getHost() == null) {
      throw new IllegalArgumentException("must be an http or https address" + not(text));
    }
    checkParts(address);
    if (address.getPort() > LAST_PORT) {
      throw new IllegalArgumentException("must have a port of at most " + LAST_PORT);
    }
    return address;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException broken) {
      // Its message, and so it itself, has the whole text in it.
      throw new IllegalArgumentException(
          "is no address: " + broken.getReason() + " at index " + broken.getIndex());
    }
  }

  /** What was given instead, unless a user's password or a query may be in it. */
  private static String not(String text) {
    return text.chars().anyMatch(each -> "@?#".indexOf(each) >= 0) ? "" : ", not '" + text + "'";
  }

  private static void checkParts(URI address) {
    String query = address.getRawQuery();
    boolean version = query == null || VERSION.matcher(query).matches();
    if (address.getRawAuthority().contains("@") || !version || address.getFragment() != null) {
      throw new IllegalArgumentException("must have no user, query or fragment");
    }
    Matcher operation = OPERATION.matcher(address.getPath());
    if (operation.find()) {
      throw new IllegalArgumentException(
          "must be the base address, without " + operation.group() + " at its end");
    }
  }
}
