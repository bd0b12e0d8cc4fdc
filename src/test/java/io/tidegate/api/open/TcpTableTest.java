package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.ClientConnection;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as Linux prints them on a little-endian machine. */
class TcpTableTest {

  private static final int PORT = 9080;
  private static final String LOCAL_V4 = "0100007F:2378";
  private static final String LOCAL_V6 = "00000000000000000000000001000000:2378";

  private final TcpTable table = new TcpTable(Set.of(PORT));

  @Test
  void readsIpv4() {
    line(LOCAL_V4, "0A01A8C0:C001", "01");

    assertThat(table.open())
        .containsExactly(ClientConnection.of("192.168.1.10", 0xC001, PORT, true));
    assertThat(table.closed()).isEmpty();
  }

  @Test
  void readsIpv4MappedIntoIpv6() {
    line(LOCAL_V6, "0000000000000000FFFF00000A01A8C0:C001", "01");

    assertThat(table.open())
        .containsExactly(ClientConnection.of("192.168.1.10", 0xC001, PORT, true));
  }

  @Test
  void readsIpv6() {
    line(LOCAL_V6, "B80D0120000000000000000001020304:01BB", "01");
    line(LOCAL_V6, "00000000000000000000000001000000:0001", "01");

    assertThat(table.open())
        .containsExactlyInAnyOrder(
            ClientConnection.of("2001:db8::403:201", 443, PORT, true),
            ClientConnection.of("::1", 1, PORT, true));
  }

  @Test
  void tellsClosedConnectionsFromOpenOnes() {
    line(LOCAL_V4, "0100007F:C001", "08");
    line(LOCAL_V4, "0100007F:C002", "06");
    line(LOCAL_V4, "00000000:0000", "0A");

    assertThat(table.closed())
        .containsExactly(ClientConnection.of("127.0.0.1", 0xC001, PORT, true));
    assertThat(table.open()).isEmpty();
  }

  @Test
  void passesOverHeadingsOthersPortsAndEmptyLines() {
    table.line("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid");
    table.line("");
    line("0100007F:2379", "0100007F:C001", "01");

    assertThat(table.open()).isEmpty();
    assertThat(table.closed()).isEmpty();
  }

  private void line(String local, String remote, String state) {
    table.line(
        "   0: "
            + local
            + " "
            + remote
            + " "
            + state
            + " 00000000:00000000 00:00000000 00000000 0");
  }
}
