package io.tidegate.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialAddressesTest {

  private static final String SPECIAL =
      """
      this-host       0.0.0.0 0.255.255.255
      private         10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255
      carrier-NAT     100.64.0.0 100.100.100.200 100.127.255.255
      loopback        127.0.0.1 127.255.255.254
      azure           168.63.129.16
      link-local      169.254.0.1 169.254.169.254 169.254.255.255
      protocols       192.0.0.1 192.0.0.192
      documentation   192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1
      6to4            192.88.99.1 2002:7f00:1::1 2002:808:808::1
      benchmarks      198.18.0.0 198.19.255.255 2001:2::1
      multicast       224.0.0.1 239.255.255.255 ff02::1 ff0e::1
      reserved        240.0.0.1 255.255.255.255 4000::1 e000::1 100::1 5f00::1
      any-loopback    :: ::1
      compatible      ::10.0.0.1 ::8.8.8.8
      mapped          ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254
      translated      ::ffff:0:8.8.8.8 64:ff9b:1::8.8.8.8
      NAT64           64:ff9b::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::169.254.169.254
      Teredo          2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
      ORCHID          2001:10::1 2001:20::1
      unique-local    fc00::1 fd00:ec2::254 fdff::1
      link-site-local fe80::1 febf::1 fec0::1
      """;

  private static final String PUBLIC =
      """
      1.0.0.0 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0
      126.255.255.255 128.0.0.1 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0
      192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
      ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2001:4860:4860::8888 2001:200::1 2003::1
      2606:4700::1111 2a00:1450::1 3ffe:ffff::1
      """;

  static Stream<String> special() {
    return SPECIAL.lines().flatMap(line -> Stream.of(line.split(" +")).skip(1));
  }

  static Stream<String> open() {
    return Stream.of(PUBLIC.split("\\s+"));
  }

  @ParameterizedTest
  @MethodSource("special")
  void isNotPublic(String address) {
    assertThat(SpecialAddresses.isPublic(literal(address))).isFalse();
    assertThat(AddressAllowlist.of(List.of()).admits("host", literal(address))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("open")
  void isPublic(String address) {
    assertThat(SpecialAddresses.isPublic(literal(address))).isTrue();
    assertThat(AddressAllowlist.of(List.of()).admits("host", literal(address))).isTrue();
  }

  @Test
  void anAddressThatJavaDoesNotReadAsMappedIsNotPublic() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 10;

    assertThat(SpecialAddresses.isPublic(InetAddress.getByAddress(mapped))).isFalse();
  }

  private static InetAddress literal(String address) {
    return IpLiteral.read(address).orElseThrow();
  }
}
