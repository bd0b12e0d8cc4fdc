package io.tidegate.upstream.access;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads what {@code tidegate.nodes.<name>.tls-*} say: private authorities, and certificates of our
 * own. They belong to the host and port of the node, so two nodes there must say the same.
 */
public final class NodeTlsSettings {

  private static final String PREFIX = "tidegate.nodes";
  private static final String AUTHORITY = "tls-ca-file";
  private static final String CERTIFICATE = "tls-client-cert-file";
  private static final String KEY = "tls-client-key-file";
  private static final String SERVER_NAME = "tls-server-name";
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final int HTTPS = 443;

  /** The last segments of the keys. */
  public static final List<String> LEAVES = List.of(AUTHORITY, CERTIFICATE, KEY, SERVER_NAME);

  /** What one node says; null where it says nothing. */
  private record Said(String authority, String certificate, String key, String serverName) {

    boolean nothing() {
      return authority == null && certificate == null && key == null && serverName == null;
    }
  }

  private NodeTlsSettings() {}

  /**
   * The TLS of nodes by {@link #at host and port}.
   *
   * @throws SettingException that names the key and the file
   */
  static Map<String, NodeTls> read(Settings settings) {
    Map<String, Said> said = new TreeMap<>();
    Map<String, NodeTls> all = new TreeMap<>();
    List<String> leaves = new ArrayList<>(LEAVES);
    leaves.add("url");
    for (String name : settings.names(PREFIX, leaves)) {
      String prefix = PREFIX + "." + name + ".";
      Said one = said(settings, prefix);
      Optional<URI> url = settings.at(prefix + "url").address();
      if (url.isEmpty()) {
        continue;
      }
      String place = at(url.get().getHost(), port(url.get()));
      Said other = said.putIfAbsent(place, one);
      if (other != null && !other.equals(one)) {
        throw new SettingException(
            PREFIX + "." + name, "must have the tls- settings of the other node at " + place);
      }
      if (other == null && !one.nothing()) {
        requireTls(url.get(), prefix);
        all.put(place, tls(prefix, one));
      }
    }
    return all;
  }

  /** How a place is called here: its host in lower case, and its port. */
  static String at(String host, int port) {
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? HTTPS : url.getPort();
  }

  private static Said said(Settings settings, String prefix) {
    return new Said(
        settings.text(prefix + AUTHORITY).orElse(null),
        settings.text(prefix + CERTIFICATE).orElse(null),
        settings.text(prefix + KEY).orElse(null),
        settings.text(prefix + SERVER_NAME).orElse(null));
  }

  private static void requireTls(URI url, String prefix) {
    if (!"https".equals(url.getScheme())) {
      throw new SettingException(prefix + "url", "must begin with https:// to have tls- settings");
    }
  }

  private static NodeTls tls(String prefix, Said said) {
    if (said.certificate() != null && said.key() == null) {
      throw new SettingException(prefix + KEY, "is missing beside " + CERTIFICATE);
    }
    if (said.key() != null && said.certificate() == null) {
      throw new SettingException(prefix + CERTIFICATE, "is missing beside " + KEY);
    }
    String serverName = said.serverName();
    if (serverName != null && !NAME.matcher(serverName).matches()) {
      throw new SettingException(prefix + SERVER_NAME, "must be the name of a host");
    }
    TlsMaterial material = new TlsMaterial();
    if (said.authority() != null) {
      material.trust(prefix + AUTHORITY, said.authority());
    }
    if (said.certificate() != null) {
      material.identify(
          new TlsMaterial.PemFile(prefix + CERTIFICATE, said.certificate()),
          new TlsMaterial.PemFile(prefix + KEY, said.key()));
    }
    return new NodeTls(material.context(), serverName);
  }
}
