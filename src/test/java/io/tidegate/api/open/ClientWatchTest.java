package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.ClientConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientWatchTest {

  private static final int PORT = 9080;
  private static final String V4 = "0: 0100007F:2378 0100007F:%04X %s 00000000:00000000 x\n";
  private static final String V6 =
      "0: 00000000000000000000000001000000:2378 0000000000000000FFFF00000100007F:%04X %s 0:0 x\n";

  @TempDir private Path directory;
  private Path tcp;
  private Path tcp6;
  private ClientWatch watch;
  private final FakeOpenAnswer first =
      new FakeOpenAnswer(ClientConnection.of("127.0.0.1", 1001, PORT, true), 0);
  private final FakeOpenAnswer second =
      new FakeOpenAnswer(ClientConnection.of("127.0.0.1", 1002, PORT, true), 0);

  @BeforeEach
  void writeEmptyTables() throws IOException {
    tcp = Files.writeString(directory.resolve("tcp"), "  sl  local_address rem_address\n");
    tcp6 = Files.writeString(directory.resolve("tcp6"), "  sl  local_address remote_address\n");
    watch = new ClientWatch(List.of(tcp, tcp6));
  }

  @Test
  void leavesOpenConnectionsAloneInEitherTable() throws IOException {
    Files.writeString(tcp, String.format(V4, 1001, "01"));
    Files.writeString(tcp6, String.format(V6, 1002, "01"));

    look();
    look();

    assertThat(watch.works()).isTrue();
    assertThat(first.gone).isZero();
    assertThat(second.gone).isZero();
  }

  @Test
  void seesAClosedConnectionAtOnce() throws IOException {
    Files.writeString(tcp, String.format(V4, 1001, "01"));
    Files.writeString(tcp6, String.format(V6, 1002, "08"));

    look();

    assertThat(first.gone).isZero();
    assertThat(second.gone).isEqualTo(1);
  }

  @Test
  void believesThatAConnectionVanishedAtTheSecondLook() throws IOException {
    lookAtBothOpen();
    Files.writeString(tcp, String.format(V4, 1001, "01"));

    look();
    assertThat(second.gone).isZero();
    look();

    assertThat(second.gone).isEqualTo(1);
    assertThat(first.gone).isZero();
  }

  @Test
  void forgetsAConnectionThatWasMissedOnce() throws IOException {
    lookAtBothOpen();
    Files.writeString(tcp, "");
    look();
    Files.writeString(tcp, String.format(V4, 1001, "01"));
    look();
    Files.writeString(tcp, "");
    look();

    assertThat(first.gone).isZero();
    assertThat(second.gone).isPositive();
  }

  @Test
  void seesAProxyHangUpThatSpeaksForOthers() throws IOException {
    FakeOpenAnswer forwarded =
        new FakeOpenAnswer(ClientConnection.of("127.0.0.1", 1001, PORT, false), 0);
    Files.writeString(tcp, String.format(V4, 1001, "08"));

    watch.look(List.of(forwarded));

    assertThat(forwarded.gone).isEqualTo(1);
  }

  @Test
  void leavesAloneWhatAProxyToldAnAddressOf() throws IOException {
    FakeOpenAnswer elsewhere =
        new FakeOpenAnswer(ClientConnection.of("203.0.113.9", 1001, 9080, false), 0);
    Files.writeString(tcp, String.format(V4, 1001, "01"));

    for (int i = 0; i < 3; i++) {
      watch.look(List.of(elsewhere));
    }

    assertThat(elsewhere.gone).isZero();
  }

  private void lookAtBothOpen() throws IOException {
    Files.writeString(tcp, String.format(V4, 1001, "01") + String.format(V4, 1002, "01"));
    look();
  }

  @Test
  void saysNothingWhereThereIsNoTable() throws IOException {
    ClientWatch blind = new ClientWatch(List.of(directory.resolve("none")));
    Files.delete(tcp);

    blind.look(List.of(first));
    blind.look(List.of(first));
    look();
    look();

    assertThat(blind.works()).isFalse();
    assertThat(first.gone).isZero();
  }

  private void look() {
    watch.look(List.of(first, second));
  }
}
