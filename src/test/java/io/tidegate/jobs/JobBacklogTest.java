package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Settings;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of the room in which jobs wait one tenant may have. */
class JobBacklogTest {

  private static final TenantId LOUD = new TenantId("loud");
  private static final TenantId OTHER = new TenantId("other");

  private boolean alone;

  @Test
  void aTenantAmongOthersMayHaveHalfOfIt() {
    assertThat(room(10, 0)).isEqualTo(5);
    assertThat(room(1, 0)).isEqualTo(1);
  }

  @Test
  void aTenantThatIsAloneMayHaveAllOfIt() {
    alone = true;

    assertThat(room(10, 0)).isEqualTo(10);
  }

  @Test
  void whatIsConfiguredHoldsForBoth() {
    assertThat(room(10, 7)).isEqualTo(7);
    alone = true;
    assertThat(room(10, 7)).isEqualTo(7);
  }

  @Test
  void aTenantThatIsMadeWhileTheServerRunsFindsRoom() {
    JobBacklog backlog = new JobBacklog(10, 0, () -> alone);
    alone = true;
    IntStream.range(0, 7).forEach(i -> backlog.add(LOUD));
    assertThat(backlog.full(LOUD)).isFalse();

    alone = false;

    assertThat(backlog.full(LOUD)).isTrue();
    assertThat(backlog.full(OTHER)).isFalse();
  }

  @Test
  void nothingIsConfiguredAsTheServerComes() {
    JobsConfig shipped = JobsConfig.from(new Settings(Map.of()));

    assertThat(shipped.maxQueued()).isEqualTo(100_000);
    assertThat(shipped.maxQueuedOfTenant()).isZero();
  }

  private long room(int most, int ofTenant) {
    return fill(new JobBacklog(most, ofTenant, () -> alone));
  }

  private static long fill(JobBacklog backlog) {
    while (!backlog.full(LOUD)) {
      backlog.add(LOUD);
    }
    return backlog.queued();
  }
}
