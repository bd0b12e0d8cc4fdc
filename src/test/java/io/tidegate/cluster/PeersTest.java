package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeersTest {

  private static final InetSocketAddress A = InetSocketAddress.createUnresolved("a", 1);
  private static final InetSocketAddress B = InetSocketAddress.createUnresolved("b", 1);
  private static final InetSocketAddress C = InetSocketAddress.createUnresolved("c", 1);

  private final Set<InetSocketAddress> configured = new HashSet<>();
  private final Set<InetSocketAddress> closed = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private final Peers peers =
      new Peers(2, new Peers.Outside(() -> configured, closed::contains, gone::contains));

  @Test
  void isWholeWithAllItsServers() {
    configured.add(C);

    assertThat(peers.whole(Map.of(A, "1", B, "2"))).isTrue();
  }

  @Test
  void missesAServerThatDoesNotAnswer() {
    peers.whole(Map.of(A, "1", B, "2"));

    assertThat(peers.whole(Map.of(A, "1"))).isFalse();
    assertThat(peers.whole(Map.of(A, "1", B, "2"))).isTrue();
  }

  @Test
  void doesNotMissAServerWhoseMachineRefuses() {
    peers.whole(Map.of(A, "1", B, "2"));
    closed.add(B);

    assertThat(peers.whole(Map.of(A, "1"))).isTrue();
  }

  @Test
  void doesNotMissAServerThatSaidItStops() {
    peers.whole(Map.of(A, "1", B, "2"));
    gone.add("2");

    assertThat(peers.whole(Map.of(A, "1"))).isTrue();
  }

  @Test
  void missesAConfiguredServerItNeverSaw() {
    configured.add(B);

    assertThat(peers.whole(Map.of(A, "1"))).isFalse();
  }

  @Test
  void missesOneOfMoreServersThanConfigured() {
    peers.whole(Map.of(A, "1", B, "2", C, "3"));

    assertThat(peers.whole(Map.of(A, "1", B, "2"))).isFalse();
  }

  @Test
  void isWholeWhenAnotherTookTheMissingOnesPlace() {
    peers.whole(Map.of(A, "1", B, "2"));
    peers.whole(Map.of(A, "1"));

    assertThat(peers.whole(Map.of(A, "1", C, "3"))).isTrue();
  }
}
