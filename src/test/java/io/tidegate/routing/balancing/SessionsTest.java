package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.testing.ManualClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final long NOW = new ManualClock(Long.MAX_VALUE).getAsLong();
  private static final long MINUTE = 60_000_000_000L;

  private final RoutingConfig config = Fleet.config(Map.of());
  private final Node a = new Node(Fleet.spec("a", "m"), config);
  private final Node b = new Node(Fleet.spec("b", "m"), config);
  private final Sessions sessions = new Sessions();

  @Test
  void remembersWhoServedASessionLast() {
    sessions.served("s", a, NOW);
    sessions.served("s", b, NOW);

    assertThat(sessions.last("s", NOW + 10 * MINUTE)).isSameAs(b);
    assertThat(sessions.last("s", NOW + 10 * MINUTE + 1)).isNull();
    assertThat(sessions.last("other", NOW)).isNull();
  }

  @Test
  void knowsNoSessionWithoutAName() {
    sessions.served("", a, NOW);

    assertThat(sessions.last("", NOW)).isNull();
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    sessions.served("first", a, NOW);
    for (int i = 0; i < 9_999; i++) {
      sessions.served("session " + i, b, NOW);
    }
    assertThat(sessions.last("first", NOW)).isSameAs(a);

    sessions.served("one more", b, NOW);

    assertThat(sessions.last("first", NOW)).isNull();
  }

  @Test
  void forgetsNodesThatAreGone() {
    sessions.served("s", a, NOW);
    sessions.served("t", b, NOW);

    sessions.retain(List.of(b));

    assertThat(sessions.last("s", NOW)).isNull();
    assertThat(sessions.last("t", NOW)).isSameAs(b);
  }
}
