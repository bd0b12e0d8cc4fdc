package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.settings.Settings;
import io.tidegate.store.Lease;
import io.tidegate.store.Outbox;
import io.tidegate.store.StoreException;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JobMaintenanceTest {

  private final ManualClock clock = new ManualClock();
  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);
  @RegisterExtension final RecordedLog log = new RecordedLog(JobMaintenance.class.getName());

  private final FakeJobs jobs =
      new FakeJobs() {
        @Override
        public synchronized Optional<ClaimedJob> claimNext(
            Lease lease, Set<String> full, String after) {
          return Optional.empty();
        }

        @Override
        public synchronized boolean waits(long time) {
          return false;
        }

        @Override
        public synchronized int sweep(long time, int maxFailures, int portion) {
          if (away) {
            throw new StoreException(new IllegalStateException());
          }
          if (broken) {
            throw new IllegalArgumentException("a mistake of ours");
          }
          return super.sweep(time, maxFailures, portion);
        }
      };

  private boolean away;
  private boolean broken;
  private Worker worker;
  private final JobBacklog backlog =
      new JobBacklog(new JobRoom(10, 10, () -> true), new JobRoom(1 << 20, 0, () -> true));
  private long now = 1;
  private long unsent;
  private int nudges;
  private final JobMaintenance keeper = keeper();

  private JobMaintenance keeper() {
    InstantSource wall = () -> Instant.ofEpochMilli(now);
    JobListeners watches = new JobListeners();
    JobThroughput tally = new JobThroughput(new RecordingMetrics(), clock);
    worker =
        new Worker(
            jobs,
            new Worker.Parts(null, null, null, null, watches, tally, null),
            new Worker.Setup(4, "here", Duration.ofSeconds(20), () -> false, wall, pause -> {}));
    Outbox outbox =
        new Outbox() {
          @Override
          public int pass(String queue, int most, long time, Handover handover) {
            throw new UnsupportedOperationException();
          }

          @Override
          public long oldest(long time) {
            throw new UnsupportedOperationException();
          }

          @Override
          public long backlog(long time) {
            return unsent;
          }
        };
    return new JobMaintenance(
        new JobMaintenance.Parts(
            jobs, jobs, outbox, worker, watches, backlog, tally, () -> nudges++, Runnable::run),
        JobsConfig.from(new Settings(Map.of())),
        "here",
        wall);
  }

  private void pass(long millis) {
    now += millis;
    keeper.tick();
  }

  @Test
  void aMistakeOfOursIsToldOnceWithItsTrace() {
    broken = true;
    pass(10);
    pass(10_000);
    pass(10_000);

    assertThat(log.records()).containsExactly("the upkeep of jobs fails");
    assertThat(log.traces()).singleElement().isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aJobOfALostServerIsQueuedAgain() {
    jobs.add(List.of(draft("a", 1)));
    jobs.claim("a", JobSamples.lease("lost", 1));
    pass(10);
    assertThat(backlog.running()).isEqualTo(1);

    pass(5_000);
    assertThat(nudges).isEqualTo(1);
    assertThat(jobs.outbox).hasSize(2);
  }

  @Test
  void noJobIsTakenFromItsServerRightAfterTheDatabaseWasAway() {
    jobs.add(List.of(draft("a", 1)));
    jobs.claim("a", JobSamples.lease("there", 1));
    away = true;
    pass(60_000);
    away = false;
    pass(5_000);
    assertThat(jobs.outbox).hasSize(1);

    pass(10_000);
    assertThat(jobs.outbox).hasSize(2);
  }

  @Test
  void whatJobsTakeUpIsSeenAtOnceAndThenEachMinute() {
    long each = draft("a", 1).size();
    jobs.add(List.of(draft("a", 10_000_000)));
    pass(1);
    assertThat(backlog.bytes()).isEqualTo(each);

    jobs.add(List.of(draft("b", 10_000_000)));
    pass(59_999);
    assertThat(backlog.bytes()).isEqualTo(each);
    pass(1);
    assertThat(backlog.bytes()).isEqualTo(2 * each);
  }

  @Test
  void aLateJobFails() {
    jobs.add(List.of(draft("a", 1)));
    pass(JobSamples.DEADLINE);

    assertThat(jobs.find(List.of("a")).get(0).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aMessageThatWasLaidAsideIsRepeatedThoughOthersAreServed() {
    jobs.add(List.of(draft("a", 1_000_000_000)));
    jobs.rows.replaceAll((id, row) -> row.queued(0, 1));
    serveAndPass(3_590_000);
    assertThat(jobs.outbox).hasSize(1);

    serveAndPass(31_000);
    assertThat(jobs.outbox).hasSize(2);
  }

  private void serveAndPass(long millis) {
    now += millis;
    worker.work("another", 1);
    keeper.tick();
  }

  @Test
  void messagesAreRepeatedOnlyWhenNoneWaitsInTheOutbox() {
    jobs.add(List.of(draft("a", 10_000_000)));
    jobs.rows.replaceAll((id, row) -> row.queued(0, 1));
    unsent = 1;
    pass(100_000);
    assertThat(jobs.outbox).hasSize(1);

    unsent = 0;
    pass(31_000);
    assertThat(jobs.outbox).hasSize(2);
    pass(31_000);
    assertThat(jobs.outbox).hasSize(2);
  }
}
