package io.tidegate.webhooks.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be reached: public addresses, and what the operator names besides.
 *
 * @param networks blocks of addresses that are allowed although they are not public
 * @param hosts names that are allowed wherever they lead, in lower case
 */
public record AddressAllowlist(List<Network> networks, Set<String> hosts) {

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|.*[/:].*");

  public AddressAllowlist {
    networks = List.copyOf(networks);
    hosts = Set.copyOf(hosts);
  }

  /**
   * The allowance of {@code items}, blocks of addresses or names.
   *
   * @throws IllegalArgumentException with the rule that one broke
   */
  public static AddressAllowlist of(List<String> items) {
    List<Network> networks = new ArrayList<>();
    Set<String> hosts = new HashSet<>();
    for (String item : items) {
      String name = item.toLowerCase(Locale.ROOT);
      if (NUMBERS.matcher(name).matches()) {
        networks.add(Network.parse(name));
      } else if (NAME.matcher(name).matches()) {
        hosts.add(name);
      } else {
        throw new IllegalArgumentException(
            "must hold blocks of addresses like 10.1.0.0/16 or host names, not '" + item + "'");
      }
    }
    return new AddressAllowlist(networks, hosts);
  }

  /** Whether {@code address}, to which {@code host} led, may be connected to. */
  public boolean admits(String host, InetAddress address) {
    byte[] bytes = SpecialAddresses.effective(address).getAddress();
    return SpecialAddresses.isPublic(address)
        || hosts.contains(host)
        || networks.stream().anyMatch(network -> network.contains(bytes));
  }
}
