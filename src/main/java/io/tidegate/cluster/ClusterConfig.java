package io.tidegate.cluster;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

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
 */
public record ClusterConfig(
    boolean enabled,
    String name,
    int port,
    List<String> members,
    int size,
    Duration leaseTime,
    String dns) {

  private static final String MEMBERS = "tidegate.cluster.members";
  private static final String DNS = "tidegate.cluster.dns";
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
        dns(settings, members));
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
