package io.tidegate.upstream.access;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.webhooks.address.IpLiteral;
import io.tidegate.webhooks.address.Network;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxy through which nodes are reached: by {@code CONNECT} those that speak TLS, the others by
 * requests with their whole address. Immutable.
 *
 * @param host its name or address
 * @param port its port
 * @param authorization what it is told in {@code Proxy-Authorization}, or null; never shown
 * @param direct hosts, in lower case, that are reached without it; with a dot in front all below
 * @param networks blocks of addresses that are reached without it
 */
public record NodeProxy(
    String host, int port, String authorization, List<String> direct, List<Network> networks) {

  private static final String PROXY = "tidegate.upstream.proxy";
  private static final String EXCEPTIONS = "tidegate.upstream.no-proxy";
  private static final String USER = "tidegate.upstream.proxy-user";
  private static final String PASSWORD = "tidegate.upstream.proxy-password";
  private static final Pattern HOST = Pattern.compile("\\.?[a-z0-9_]([a-z0-9._-]{0,252})");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+(?:/\\d+)?|.*[/:].*");
  private static final int HTTP = 80;

  public NodeProxy {
    requireNonNull(host, "host");
    direct = List.copyOf(direct);
    networks = List.copyOf(networks);
  }

  /**
   * The proxy that {@code settings} give, or nothing.
   *
   * @throws SettingException that names the key and the rule
   */
  static Optional<NodeProxy> from(Settings settings) {
    Optional<URI> address = settings.at(PROXY).address();
    List<String> direct = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (String item : settings.list(EXCEPTIONS)) {
      exception(item.toLowerCase(Locale.ROOT), direct, networks);
    }
    Optional<String> authorization = authorization(settings);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    URI url = address.get();
    if (!"http".equals(url.getScheme()) || !url.getPath().isEmpty() || url.getQuery() != null) {
      throw new SettingException(PROXY, "must be like http://proxy.example:3128");
    }
    int port = url.getPort() < 0 ? HTTP : url.getPort();
    return Optional.of(
        new NodeProxy(url.getHost(), port, authorization.orElse(null), direct, networks));
  }

  /** Whether the node at {@code name} is reached through it. */
  public boolean serves(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String plain = wanted.startsWith("[") ? wanted.substring(1, wanted.length() - 1) : wanted;
    if (plain.equals("localhost") || direct.stream().anyMatch(one -> covers(one, plain))) {
      return false;
    }
    Optional<InetAddress> literal = IpLiteral.read(plain);
    return literal.isEmpty() || !(literal.get().isLoopbackAddress() || within(literal.get()));
  }

  private boolean within(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  private static boolean covers(String exception, String host) {
    return exception.startsWith(".")
        ? host.endsWith(exception) || host.equals(exception.substring(1))
        : host.equals(exception);
  }

  private static void exception(String item, List<String> direct, List<Network> networks) {
    try {
      if (NUMBERS.matcher(item).matches()) {
        networks.add(Network.parse(item));
        return;
      }
    } catch (IllegalArgumentException broken) {
      throw new SettingException(EXCEPTIONS, broken.getMessage() + ", not '" + item + "'");
    }
    if (!HOST.matcher(item).matches()) {
      throw new SettingException(
          EXCEPTIONS,
          "must hold hosts, endings like .example.com or blocks of addresses, not '" + item + "'");
    }
    direct.add(item);
  }

  private static Optional<String> authorization(Settings settings) {
    Optional<String> user = settings.text(USER);
    Optional<String> password = settings.secret(PASSWORD);
    if (user.isEmpty()) {
      if (password.isPresent()) {
        throw new SettingException(USER, "is missing beside " + PASSWORD);
      }
      return Optional.empty();
    }
    if (user.get().contains(":")) {
      throw new SettingException(USER, "must have no colon");
    }
    byte[] pair = (user.get() + ":" + password.orElse("")).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  @Override
  public String toString() {
    return "NodeProxy[" + host + ":" + port + "]";
  }
}
