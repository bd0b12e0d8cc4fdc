package io.tidegate.upstream.access;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.webhooks.address.AddressAllowlist;
import io.tidegate.webhooks.address.IpLiteral;
import io.tidegate.webhooks.address.Network;
import io.tidegate.webhooks.address.SpecialAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps nodes away from where no node is: what a cloud tells its machines of themselves, passwords
 * among it, and addresses that mean no machine in particular. Private networks are where most nodes
 * stand, and are good. Immutable.
 *
 * @param allowed what is good although it would be refused
 */
public record NodeGuard(AddressAllowlist allowed) {

  /** The setting that allows more. */
  public static final String SETTING = "tidegate.upstream.allow";

  /** A guard that makes no exception. */
  public static final NodeGuard STRICT = new NodeGuard(new AddressAllowlist(List.of(), Set.of()));

  private static final List<Network> REFUSED =
      Stream.of(
              "0.0.0.0/8", // this host
              "100.100.100.200/32", // Alibaba's metadata
              "168.63.129.16/32", // Azure's platform
              "169.254.0.0/16", // link-local; the metadata of most clouds
              "192.0.0.192/32", // Oracle's metadata
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // reserved, broadcast
              "::/128", // this host
              "fd00:ec2::/32", // Amazon's metadata
              "fd20:ce::254/128", // Google's metadata
              "fe80::/10", // link-local
              "ff00::/8") // multicast
          .map(Network::parse)
          .toList();

  private static final Pattern NAMES =
      Pattern.compile(
          "(?:metadata|instance-data|metadata\\.goog|metadata\\.google\\.internal|instance-data\\..*"
              + "|metadata\\.azure\\.internal|metadata\\.tencentyun\\.com)\\.?");

  public NodeGuard {
    requireNonNull(allowed, "allowed");
  }

  /**
   * The guard that {@code settings} give.
   *
   * @throws SettingException if what is allowed is neither a name nor a block of addresses
   */
  public static NodeGuard from(Settings settings) {
    try {
      return new NodeGuard(AddressAllowlist.of(settings.list(SETTING)));
    } catch (IllegalArgumentException broken) {
      throw new SettingException(SETTING, broken.getMessage());
    }
  }

  /**
   * Why no node may be at {@code url}, as far as the address itself tells: a rule that follows the
   * field's name. Names are looked up when they are connected to.
   */
  public Optional<String> refusal(URI url) {
    String host = plain(url.getHost());
    boolean good =
        allowed.hosts().contains(host)
            || (!NAMES.matcher(host).matches()
                && IpLiteral.read(host).map(address -> admits(host, address)).orElse(true));
    return good
        ? Optional.empty()
        : Optional.of(
            "must not be an address of link-local or metadata services, unless "
                + SETTING
                + " names it");
  }

  /** Those of {@code addresses}, to which {@code host} led, that may be connected to. */
  public List<InetAddress> admitted(String host, List<InetAddress> addresses) {
    String name = plain(host);
    if (NAMES.matcher(name).matches() && !allowed.hosts().contains(name)) {
      return List.of();
    }
    for (InetAddress address : addresses) {
      if (!admits(name, address)) {
        return addresses.stream().filter(one -> admits(name, one)).toList();
      }
    }
    return addresses;
  }

  private boolean admits(String host, InetAddress address) {
    byte[] bytes = SpecialAddresses.effective(address).getAddress();
    return REFUSED.stream().noneMatch(network -> network.contains(bytes))
        || allowed.hosts().contains(host)
        || allowed.networks().stream().anyMatch(network -> network.contains(bytes));
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }
}
