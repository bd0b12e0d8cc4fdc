package io.tidegate.jit;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Where the server listens: each HTTP endpoint that Liberty has open has an MBean, which goes when
 * it is closed. A server without such MBeans seems to listen nowhere. Thread-safe.
 */
public final class OpenEndpoints {

  private static final String NAMES = "WebSphere:feature=channelfw,type=endpoint,name=*";

  private final MBeanServer beans;
  private final ObjectName pattern;

  /** The endpoints of the server whose MBeans are in {@code beans}. */
  public OpenEndpoints(MBeanServer beans) {
    this.beans = requireNonNull(beans, "beans");
    try {
      this.pattern = new ObjectName(NAMES);
    } catch (MalformedObjectNameException constant) {
      throw new IllegalStateException(constant);
    }
  }

  /** Those that are open now. */
  public Set<ObjectName> names() {
    return beans.queryNames(pattern, null);
  }

  /** An address of the server on this machine, without TLS if there is one; null if none is. */
  URI address() {
    URI secure = null;
    for (ObjectName endpoint : names()) {
      URI address = address(endpoint);
      if (address != null && address.getScheme().equals("http")) {
        return address;
      }
      secure = address == null ? secure : address;
    }
    return secure;
  }

  /** Where it listens without TLS: host and port as they are configured, {@code *} for all. */
  public List<String> cleartext() {
    List<String> places = new ArrayList<>();
    for (ObjectName endpoint : names()) {
      if (!endpoint.getKeyProperty("name").endsWith("-ssl")) {
        place(endpoint).ifPresent(places::add);
      }
    }
    return places;
  }

  /** Nothing if it has been closed meanwhile, or tells none. */
  private Optional<String> place(ObjectName endpoint) {
    try {
      return Optional.of(
          beans.getAttribute(endpoint, "Host") + ":" + beans.getAttribute(endpoint, "Port"));
    } catch (JMException gone) {
      return Optional.empty();
    }
  }

  /** The address of {@code endpoint}; null if it has been closed meanwhile, or tells none. */
  private URI address(ObjectName endpoint) {
    try {
      String host = String.valueOf(beans.getAttribute(endpoint, "Host"));
      Object port = beans.getAttribute(endpoint, "Port");
      String scheme = endpoint.getKeyProperty("name").endsWith("-ssl") ? "https" : "http";
      return URI.create(scheme + "://" + reachable(host) + ":" + port);
    } catch (JMException | IllegalArgumentException gone) {
      return null;
    }
  }

  private static String reachable(String host) {
    if (host.equals("*") || host.equals("0.0.0.0") || host.equals("localhost")) {
      return "127.0.0.1";
    }
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
