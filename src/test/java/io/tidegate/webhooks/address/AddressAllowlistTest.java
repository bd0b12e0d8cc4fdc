package io.tidegate.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressAllowlistTest {

  @Test
  void admitsTheBlocksItNamesToTheirEdges() {
    AddressAllowlist allowance =
        AddressAllowlist.of(List.of("10.1.0.0/16", "192.168.7.9", "fd12:3456::/32"));

    assertThat(allowance.admits("host", literal("10.1.0.0"))).isTrue();
    assertThat(allowance.admits("host", literal("10.1.255.255"))).isTrue();
    assertThat(allowance.admits("host", literal("10.0.255.255"))).isFalse();
    assertThat(allowance.admits("host", literal("10.2.0.0"))).isFalse();
    assertThat(allowance.admits("host", literal("192.168.7.9"))).isTrue();
    assertThat(allowance.admits("host", literal("192.168.7.8"))).isFalse();
    assertThat(allowance.admits("host", literal("fd12:3456:ffff::1"))).isTrue();
    assertThat(allowance.admits("host", literal("fd12:3457::1"))).isFalse();
    assertThat(allowance.admits("host", literal("127.0.0.1"))).isFalse();
  }

  @Test
  void knowsABlockBehindNat64AndInMappedForm() {
    AddressAllowlist allowance = AddressAllowlist.of(List.of("10.0.0.0/8"));

    assertThat(allowance.admits("host", literal("64:ff9b::10.0.0.1"))).isTrue();
    assertThat(allowance.admits("host", literal("::ffff:10.0.0.1"))).isTrue();
    assertThat(allowance.admits("host", literal("64:ff9b::127.0.0.1"))).isFalse();
  }

  @Test
  void admitsTheNamesItNamesWhereverTheyLeadAndNoOthers() {
    AddressAllowlist allowance = AddressAllowlist.of(List.of("Hooks.Corp.Example"));

    assertThat(allowance.admits("hooks.corp.example", literal("10.0.0.1"))).isTrue();
    assertThat(allowance.admits("evil.hooks.corp.example", literal("10.0.0.1"))).isFalse();
    assertThat(allowance.admits("corp.example", literal("10.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "10.0.0/8",
        "10.0.0.256",
        "010.0.0.0/8",
        "fd00::/129",
        "fd00::1/8",
        "::ffff:10.0.0.0/104",
        "*.corp.example",
        "a b",
        "-x-",
        "http://host"
      })
  void refusesWhatIsNeither(String item) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressAllowlist.of(List.of(item)));
  }

  private static InetAddress literal(String address) {
    return IpLiteral.read(address).orElseThrow();
  }
}
