package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExpiringMapTest {

  private static final long SECOND = 1_000_000_000;
  private static final long START = new ManualClock(Long.MAX_VALUE - SECOND).getAsLong();

  private final ExpiringMap<String, Integer> recent = new ExpiringMap<>(2, Duration.ofSeconds(10));

  @Test
  void keepsWhatWasPutLast() {
    recent.put("a", 1, START);
    recent.put("b", 2, START);
    recent.put("a", 3, START);
    recent.put("c", 4, START);

    assertThat(recent.get("a", START)).isEqualTo(3);
    assertThat(recent.get("b", START)).isNull();
    assertThat(recent.get("c", START)).isEqualTo(4);
  }

  @Test
  void forgetsAfterAWhile() {
    recent.put("a", 1, START);

    assertThat(recent.get("a", START + 10 * SECOND)).isEqualTo(1);
    assertThat(recent.get("a", START + 10 * SECOND + 1)).isNull();

    recent.put("b", 2, START + 11 * SECOND);
    assertThat(recent.size()).as("what is forgotten takes no room").isOne();
  }

  @Test
  void keepsOnlyTheValuesAskedFor() {
    recent.put("a", 1, START);
    recent.put("b", 2, START);

    recent.retain(Set.of(2, 3));

    assertThat(recent.get("a", START)).isNull();
    assertThat(recent.get("b", START)).isEqualTo(2);
  }

  @Property(tries = 100)
  void neverHoldsMoreThanThereIsRoomFor(@ForAll byte[] keys) {
    ExpiringMap<Byte, Integer> bounded = new ExpiringMap<>(5, Duration.ofSeconds(10));
    for (int i = 0; i < keys.length; i++) {
      bounded.put(keys[i], i, START + i * SECOND);
      assertThat(bounded.size()).isLessThanOrEqualTo(5);
      assertThat(bounded.get(keys[i], START + i * SECOND)).isEqualTo(i);
    }
  }
}
