package io.tidegate.upstream.access;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.Settings;
import java.util.Map;

/**
 * How connections to nodes may be made; immutable.
 *
 * @param guard which addresses may be connected to
 * @param tls what nodes have of their own in TLS, by host and port
 * @param proxy through what they are reached, or null
 */
public record NodeAccess(NodeGuard guard, Map<String, NodeTls> tls, NodeProxy proxy) {

  /** Access of a gateway of which nothing is said. */
  public static final NodeAccess DIRECT = new NodeAccess(NodeGuard.STRICT, Map.of(), null);

  public NodeAccess {
    requireNonNull(guard, "guard");
    tls = Map.copyOf(tls);
  }

  /**
   * What {@code settings} give.
   *
   * @throws io.tidegate.settings.SettingException that names the key, the rule and the file
   */
  public static NodeAccess from(Settings settings) {
    return new NodeAccess(
        NodeGuard.from(settings),
        NodeTlsSettings.read(settings),
        NodeProxy.from(settings).orElse(null));
  }

  /** The proxy through which {@code host} is reached; null if there is none for it. */
  public NodeProxy proxyFor(String host) {
    return proxy != null && proxy.serves(host) ? proxy : null;
  }

  /** What the node at {@code host} and {@code port} has of its own in TLS, or null. */
  public NodeTls tlsOf(String host, int port) {
    return tls.isEmpty() ? null : tls.get(NodeTlsSettings.at(host, port));
  }
}
