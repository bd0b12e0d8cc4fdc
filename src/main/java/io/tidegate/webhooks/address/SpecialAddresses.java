package io.tidegate.webhooks.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells public addresses from those that lead into somebody's own network, or nowhere: the IANA
 * registries of special-purpose addresses (RFC 6890) as of 2025, with all of IPv6 outside of global
 * unicast, and what is special in practice.
 */
public final class SpecialAddresses {

  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8", // this host; connects to loopback
          "10.0.0.0/8", // RFC 1918
          "100.64.0.0/10", // carrier-grade NAT; a provider's metadata
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // Azure's platform, from inside a machine there
          "169.254.0.0/16", // link-local; cloud metadata
          "172.16.0.0/12", // RFC 1918
          "192.0.0.0/24", // IETF protocols; a provider's metadata
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // RFC 1918
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, broadcast
          "2001::/23", // IETF protocols, Teredo among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  /** All other IPv6 is loopback, local, multicast, mapped, translated or not given out. */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  /** RFC 6052: an IPv4 address in IPv6, as name servers of networks without IPv4 give. */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final int V4 = 4;
  private static final int V6 = 16;

  private SpecialAddresses() {}

  /** Whether {@code address} is somewhere in the public internet. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = effective(address).getAddress();
    boolean special = SPECIAL.stream().anyMatch(network -> network.contains(bytes));
    return !special && (bytes.length == V4 || GLOBAL_UNICAST.contains(bytes));
  }

  /** Where {@code address} leads: through NAT64 to the IPv4 address that it holds. */
  public static InetAddress effective(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!NAT64.contains(bytes)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, V6 - V4, V6));
    } catch (UnknownHostException fourBytesAreAlwaysOne) {
      throw new IllegalStateException(fourBytesAreAlwaysOne);
    }
  }

  private static List<Network> networks(String... blocks) {
    return Stream.of(blocks).map(Network::parse).toList();
  }
}
