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
    IntStream.range(0, 7).forEach(i -> assertThat(comesIn(backlog, LOUD, 1)).isTrue());
    assertThat(takes(backlog, LOUD, 1)).isTrue();

    alone = false;

    assertThat(takes(backlog, LOUD, 1)).isFalse();
    assertThat(takes(backlog, OTHER, 1)).isTrue();
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
    assertThat(backlog.reserve(LOUD, 501)).contains(JobBacklog.Lack.BYTES);
    assertThat(comesIn(backlog, LOUD, 500)).isTrue();
    assertThat(takes(backlog, LOUD, 1)).isFalse();
    assertThat(takes(backlog, OTHER, 500)).isTrue();

    alone = true;
    assertThat(takes(backlog, LOUD, 500)).isTrue();
    assertThat(takes(backlog, LOUD, 501)).isFalse();
  }

  @Test
  void whatIsAddedWhileTheDatabaseCountsIsNotLost() {
    JobBacklog backlog = backlog(new JobRoom(100, 0, () -> true));
    assertThat(comesIn(backlog, LOUD, 30)).isTrue();
    FakeJobs store =
        new FakeJobs() {
          @Override
          public synchronized Map<TenantId, Long> stored() {
            assertThat(comesIn(backlog, OTHER, 7)).isTrue();
            return Map.of(LOUD, 35L);
          }
        };

    backlog.weigh(store);

    assertThat(backlog.bytes()).isEqualTo(42);
  }

  @Test
  void whatIsOnItsWayInHasItsPlaceAndGivesItBackIfItDoesNotComeIn() {
    JobBacklog backlog = backlog(new JobRoom(2, 0, () -> true));
    assertThat(backlog.reserve(LOUD, 1)).isEmpty();
    assertThat(backlog.reserve(LOUD, 1)).isEmpty();
    assertThat(backlog.reserve(OTHER, 1)).contains(JobBacklog.Lack.PLACES);
    assertThat(backlog.queued()).isZero();

    backlog.count(new FakeJobs());
    assertThat(takes(backlog, OTHER, 1)).isFalse();

    backlog.settle(LOUD, 1, false);
    backlog.settle(LOUD, 1, true);
    assertThat(backlog.queued()).isEqualTo(1);
    assertThat(backlog.bytes()).isEqualTo(1);
    assertThat(comesIn(backlog, OTHER, 1)).isTrue();
    assertThat(takes(backlog, OTHER, 1)).isFalse();
  }

  private static boolean comesIn(JobBacklog backlog, TenantId tenant, long bytes) {
    return went(backlog, tenant, bytes, true);
  }

  private static boolean takes(JobBacklog backlog, TenantId tenant, long bytes) {
    return went(backlog, tenant, bytes, false);
  }

  private static boolean went(JobBacklog backlog, TenantId tenant, long bytes, boolean in) {
    boolean room = backlog.reserve(tenant, bytes).isEmpty();
    if (room) {
      backlog.settle(tenant, bytes, in);
    }
    return room;
  }

  private long room(int most, int ofTenant) {
    return fill(backlog(new JobRoom(most, ofTenant, () -> alone)));
  }

  private static JobBacklog backlog(JobRoom waiting) {
    return new JobBacklog(waiting, new JobRoom(1 << 20, 0, () -> true));
  }

  private static long fill(JobBacklog backlog) {
    for (boolean more = true; more; ) {
      more = comesIn(backlog, LOUD, 1);
    }
    return backlog.queued();
  }
}
