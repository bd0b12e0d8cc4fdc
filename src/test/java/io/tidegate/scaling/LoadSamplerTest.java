package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.routing.Fleet;
import io.tidegate.shedding.LoadShedder;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LoadSamplerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Fleet fleet = new Fleet(Map.of("aliases.alias", "m", "admission.max-queue", "10"));
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final LoadShedder shedder =
      new LoadShedder(threads::add, Duration.ofMillis(20), fleet.clock(), new RecordingMetrics());
  private final LoadSampler sampler =
      new LoadSampler(
          new LoadSampler.Parts(
              fleet.pool(),
              fleet.admission(),
              fleet.telemetry(),
              shedder,
              MemoryBudget.unlimited()),
          () -> 0.5,
          fleet.clock());

  @Test
  void seesEachModelThatIsServedAndNoAlias() {
    fleet.add("a", "m");
    fleet.add("b", "m", "n");

    Map<String, PoolLoad> pools = sampler.sample().pools();

    assertThat(pools).containsOnlyKeys("m", "n");
    assertThat(pools.get("m")).isEqualTo(new PoolLoad(2, 0, 0, 0, 100, 0));
    assertThat(pools.get("n")).isEqualTo(new PoolLoad(1, 0, 0, 0, 100, 0));
  }

  @Test
  void seesWhoIsServedWhoWaitsAndWhoIsRefused() {
    fleet.add("a", "m");
    fleet.ask("m");
    fleet.pass(SECOND);
    fleet.upstream().last().complete(SECOND, Usage.NONE);
    sampler.sample();
    for (int i = 0; i < 130; i++) {
      fleet.ask("m");
    }
    fleet.clock().advance(SECOND);

    PoolLoad load = sampler.sample().pools().get("m");

    assertThat(load.inUse()).isEqualTo(100);
    assertThat(load.waiting()).isEqualTo(10);
    // Twenty in a second, each of which would have been served for one.
    assertThat(load.refused()).isEqualTo(20);
    fleet.clock().advance(SECOND);
    assertThat(sampler.sample().pools().get("m").refused()).isZero();
  }

  @Test
  void countsNoProcessorsWhileTheServerCompiles() {
    assertThat(sampler.sample().gateway()).isEqualTo(new GatewayLoad(0, 0, 1));

    fleet.clock().advance(Duration.ofMinutes(1));

    assertThat(sampler.sample().gateway()).isEqualTo(new GatewayLoad(0.5, 0, 1));
  }

  @Test
  void seesWhatTheDoorTurnsAway() {
    // No thread is ever free: after two seconds the door lets hardly anybody in.
    for (int i = 0; i < 500; i++) {
      fleet.clock().advance(Duration.ofMillis(10));
      shedder.admits(new TenantId("t"));
    }

    assertThat(sampler.sample().gateway().offered()).isGreaterThan(1.3);
    fleet.clock().advance(SECOND);
    assertThat(sampler.sample().gateway().offered()).isEqualTo(1);
  }
}
