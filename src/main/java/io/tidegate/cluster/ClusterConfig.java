package io.tidegate.cluster;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which servers share the limits of accounts, and how they find each other.
 *
 * @param enabled whether this server looks for others; if not, it opens no port
 * @param name what servers of one cluster have in common
 * @param port the port for the other servers
 * @param members where other servers may be: host or host:port
 * @param size how many servers there are when all are there
 * @param leaseTime how long a lease lasts without a renewal
 * @param dns a name that has the address of every server, as a headless service of Kubernetes has;
 *     empty where {@code members} tells
 * @param address this server's address for the others; empty where Hazelcast finds it
 * @param secret what servers of one cluster have in common and nobody else knows; empty if nothing.
 *     Never shown
 */
public record ClusterConfig(
    boolean enabled,
    String name,
    int port,
    List<String> members,
    int size,
    Duration leaseTime,
    String dns,
    String address,
    String secret) {

  private static final String MEMBERS = "tidegate.cluster.members";
  private static final String DNS = "tidegate.cluster.dns";
  private static final String ADDRESS = "tidegate.cluster.address";
  private static final String SECRET = "tidegate.cluster.secret";
  private static final String SECRET_FILE = "tidegate.cluster.secret-file";
  private static final int SHORTEST_SECRET = 16;
  private static final Pattern INTERFACE =
      Pattern.compile("[0-9.*]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final String LEASE_TIME = "tidegate.cluster.lease-time";
  private static final int LAST_PORT = 65535;
  private static final int MOST_SERVERS = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9._-]+(:[0-9]{1,5})?");

  /** Leases are renewed every second: shorter ones would end between two renewals. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  private static final Duration LONGEST_LEASE = Duration.ofMinutes(1);

  public ClusterConfig {
    members = List.copyOf(members);
  }

  /** The same at another port of its own. */
  ClusterConfig at(int other) {
    return new ClusterConfig(enabled, name, other, members, size, leaseTime, dns, address, secret);
  }

  /** The same with {@code other} as the secret. */
  ClusterConfig withSecret(String other) {
    return new ClusterConfig(enabled, name, port, members, size, leaseTime, dns, address, other);
  }

  /**
   * The name by which members know each other. Without a secret it is the cluster's; with one it
   * can be told by nobody who does not know that or has seen it on the network.
   */
  String sharedName() {
    if (secret.isEmpty()) {
      return name;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] proof = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return name + "-" + HexFormat.of().formatHex(proof);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public String toString() {
    return "ClusterConfig[" + name + ":" + port + "]";
  }

  /** The configuration that {@code settings} give. */
  public static ClusterConfig from(Settings settings) {
    boolean enabled = settings.at("tidegate.cluster.enabled").flag(false);
    List<String> members = members(settings);
    int expected = enabled ? Math.max(1, members.size()) : 1;
    return new ClusterConfig(
        enabled,
        settings.text("tidegate.cluster.name").orElse("tidegate"),
        settings.at("tidegate.cluster.port").integer(5701, 1, LAST_PORT),
        members,
        settings.at("tidegate.cluster.size").integer(expected, 1, MOST_SERVERS),
        leaseTime(settings),
        dns(settings, members),
        address(settings),
        secret(settings));
  }

  private static String dns(Settings settings, List<String> members) {
    String dns = settings.text(DNS).orElse("");
    if (!dns.isEmpty() && !members.isEmpty()) {
      throw new SettingException(DNS, "cannot be set together with " + MEMBERS);
    }
    if (!dns.isEmpty() && !NAME.matcher(dns).matches()) {
      throw new SettingException(DNS, "must be the name of a host, not '" + dns + "'");
    }
    return dns;
  }

  private static String address(Settings settings) {
    String address = settings.text(ADDRESS).orElse("");
    if (!address.isEmpty() && !INTERFACE.matcher(address).matches()) {
      throw new SettingException(ADDRESS, "must be an IP address, as 10.0.0.7 or 10.0.0.*");
    }
    return address;
  }

  private static String secret(Settings settings) {
    Optional<String> secret = settings.secret(SECRET);
    if (secret.isPresent() && secret.get().length() < SHORTEST_SECRET) {
      throw new SettingException(
          settings.text(SECRET_FILE).isPresent() ? SECRET_FILE : SECRET,
          "must have " + SHORTEST_SECRET + " characters or more");
    }
    return secret.orElse("");
  }

  private static List<String> members(Settings settings) {
    List<String> members = settings.list(MEMBERS);
    for (String member : members) {
      if (!MEMBER.matcher(member).matches() || port(member, 1) < 1 || port(member, 1) > LAST_PORT) {
        throw new SettingException(MEMBERS, "must be hosts or host:port, not '" + member + "'");
      }
    }
    return members;
  }

  private static Duration leaseTime(Settings settings) {
    Duration time = settings.at(LEASE_TIME).duration(Duration.ofSeconds(5));
    if (time.compareTo(SHORTEST_LEASE) < 0 || time.compareTo(LONGEST_LEASE) > 0) {
      throw new SettingException(
          LEASE_TIME, "must be from " + SHORTEST_LEASE + " to " + LONGEST_LEASE + ", not " + time);
    }
    return time;
  }

  /** {@code member} with a port. */
  static String address(String member, int fallback) {
    return host(member) + ":" + port(member, fallback);
  }

  /** The host of {@code member}. */
  static String host(String member) {
    int colon = member.indexOf(':');
    return colon < 0 ? member : member.substring(0, colon);
  }

  /** The port of {@code member}, or {@code fallback}. */
  static int port(String member, int fallback) {
    int colon = member.indexOf(':');
    return colon < 0 ? fallback : Integer.parseInt(member.substring(colon + 1));
  }
}
