package io.tidegate.api.entry;

import io.tidegate.webhooks.address.IpLiteral;
import io.tidegate.webhooks.address.Network;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The proxies whose word is taken that a request came to them by TLS; anybody could say so.
 * Immutable.
 *
 * @param networks the blocks of addresses that they are in
 */
public record HttpTrustedProxies(List<Network> networks) {

  private static final String SECURE = "io.tidegate.proxied.securely";
  private static final Pattern FORWARDED_SECURELY = Pattern.compile("(?i).*\\bproto=\"?https\\b.*");

  public HttpTrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * The proxies in {@code blocks}, as {@code 10.0.0.0/8} or an address.
   *
   * @throws IllegalArgumentException with the rule that one broke
   */
  public static HttpTrustedProxies of(List<String> blocks) {
    return new HttpTrustedProxies(blocks.stream().map(Network::parse).toList());
  }

  /** Remembers with {@code http} whether one of them says that it came by TLS. */
  public void look(HttpServletRequest http) {
    String proto = http.getHeader("X-Forwarded-Proto");
    String forwarded = http.getHeader("Forwarded");
    boolean says =
        "https".equalsIgnoreCase(proto)
            || (forwarded != null && FORWARDED_SECURELY.matcher(forwarded).matches());
    if (says && isOne(http.getRemoteAddr())) {
      http.setAttribute(SECURE, true);
    }
  }

  /** Whether {@code http} came to a trusted proxy by TLS, as far as {@link #look} has seen. */
  static boolean securely(HttpServletRequest http) {
    return http.getAttribute(SECURE) != null;
  }

  private boolean isOne(String address) {
    return address != null
        && IpLiteral.read(address)
            .map(one -> networks.stream().anyMatch(block -> block.contains(one.getAddress())))
            .orElse(false);
  }
}
