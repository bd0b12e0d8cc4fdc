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
    JobBacklog backlog = backlog(new JobRoom(10, 0, () -> alone));
    alone = true;
    IntStream.range(0, 7).forEach(i -> backlog.add(LOUD, 1));
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
    assertThat(shipped.maxStored()).isEqualTo(10L << 30);
  }

  @Test
  void bytesAreSharedAsPlacesAre() {
    JobBacklog backlog =
        new JobBacklog(new JobRoom(100, 0, () -> false), new JobRoom(1_000, 0, () -> alone));
    assertThat(backlog.keeps(LOUD, 500)).isTrue();
    assertThat(backlog.keeps(LOUD, 501)).isFalse();
    backlog.add(LOUD, 500);
    assertThat(backlog.keeps(LOUD, 1)).isFalse();
    assertThat(backlog.keeps(OTHER, 500)).isTrue();

    alone = true;
    assertThat(backlog.keeps(LOUD, 500)).isTrue();
    assertThat(backlog.keeps(LOUD, 501)).isFalse();
  }

  @Test
  void whatIsAddedWhileTheDatabaseCountsIsNotLost() {
    JobBacklog backlog = backlog(new JobRoom(100, 0, () -> true));
    backlog.add(LOUD, 30);
    FakeJobs store =
        new FakeJobs() {
          @Override
          public synchronized Map<TenantId, Long> stored() {
            backlog.add(OTHER, 7);
            return Map.of(LOUD, 35L);
          }
        };

    backlog.weigh(store);

    assertThat(backlog.bytes()).isEqualTo(42);
  }

  private long room(int most, int ofTenant) {
    return fill(backlog(new JobRoom(most, ofTenant, () -> alone)));
  }

  private static JobBacklog backlog(JobRoom waiting) {
    return new JobBacklog(waiting, new JobRoom(1 << 20, 0, () -> true));
  }

  private static long fill(JobBacklog backlog) {
    while (!backlog.full(LOUD)) {
      backlog.add(LOUD, 1);
    }
    return backlog.queued();
  }
}
