package io.tidegate.jit;

import java.net.URI;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Where the server listens, as Liberty's MBeans of its open endpoints tell. Without such MBeans it
 * seems to listen nowhere.
 */
final class OwnAddress {

  private static final String ENDPOINT = "WebSphere:feature=channelfw,type=endpoint,name=*";

  private OwnAddress() {}

  /** The address of an open endpoint, one without TLS first; null while there is none. */
  static URI of(MBeanServer beans) {
    URI secure = null;
    try {
      Set<ObjectName> open = beans.queryNames(new ObjectName(ENDPOINT), null);
      for (ObjectName endpoint : open) {
        String host = String.valueOf(beans.getAttribute(endpoint, "Host"));
        Object port = beans.getAttribute(endpoint, "Port");
        boolean tls = endpoint.getKeyProperty("name").endsWith("-ssl");
        URI address = URI.create((tls ? "https" : "http") + "://" + reachable(host) + ":" + port);
        if (!tls) {
          return address;
        }
        secure = address;
      }
    } catch (JMException | IllegalArgumentException gone) {
      return null;
    }
    return secure;
  }

  private static String reachable(String host) {
    if (host.equals("*") || host.equals("0.0.0.0") || host.equals("localhost")) {
      return "127.0.0.1";
    }
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
