package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConnectionTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
  void knowsThisMachine(String address) {
    assertThat(ClientConnection.of(address, 1, 2, true).onThisMachine()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "192.168.1.1", "2001:db8::1", "::ffff:10.0.0.1"})
  void knowsOtherMachines(String address) {
    assertThat(ClientConnection.of(address, 1, 2, true).onThisMachine()).isFalse();
  }

  @Test
  void isTheSameInEitherFormOfItsAddress() {
    assertThat(ClientConnection.of("::ffff:10.0.0.1", 1, 2, true))
        .isEqualTo(ClientConnection.of("10.0.0.1", 1, 2, true));
    assertThat(ClientConnection.of("2001:db8:0:0::1", 1, 2, true))
        .isEqualTo(ClientConnection.of("2001:db8::1", 1, 2, true));
    assertThat(ClientConnection.of("10.0.0.1", 1, 2, true))
        .isNotEqualTo(ClientConnection.of("10.0.0.1", 1, 3, true));
    assertThat(ClientConnection.of("10.0.0.1", 1, 2, true))
        .isNotEqualTo(ClientConnection.of("10.0.0.1", 3, 2, true));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "", "::zz", "[::1", "localhost", "names.are.not.looked.up.invalid", "300.1.1.1", "1.2.3",
        "127.1", "2130706433", "0x7f.1", "1.2.3.4.", "1.2.3.4.5", "::1 ", "a:b"
      })
  @Timeout(5)
  void takesWhatIsNoAddressForNobodysAndLooksNothingUp(String literal) {
    // InetAddress takes nothing for the loopback address, which would make a stranger local.
    ClientConnection peer = ClientConnection.of(literal, 1, 2, true);

    assertThat(peer.onThisMachine()).isFalse();
    assertThat(peer.direct()).isFalse();
    assertThat(peer.address().isAnyLocalAddress()).isTrue();
  }

  @Test
  void takesTheScopeThatTheServerAddsToAnAddress() {
    assertThat(ClientConnection.of("0:0:0:0:0:0:0:1%0", 1, 2, true).onThisMachine()).isTrue();
  }
}
