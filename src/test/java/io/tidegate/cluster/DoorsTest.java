package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DoorsTest {

  @Test
  void anOpenPortIsNotClosedAndIsHere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) socket.getLocalSocketAddress();

      assertThat(Doors.closed(address)).isFalse();
      assertThat(Doors.here(address)).isTrue();
    }
  }

  @Test
  void aPortWithoutAListenerIsClosed() throws IOException {
    InetSocketAddress address;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    assertThat(Doors.closed(address)).isTrue();
  }

  @Test
  void aNameWithoutAnAddressSaysNothing() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 5701);

    assertThat(Doors.closed(nowhere)).isFalse();
    assertThat(Doors.here(nowhere)).isFalse();
  }
}
