package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.metrics.Metric;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolsTest {

  private static final String POOL = "files";

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private ThreadPool pool(Executor threads) {
    PoolsConfig config = PoolsConfig.from(new Settings(Map.of("tidegate.pools.files", "5")));
    return new Pools(config, Map.of(PoolName.FILES, threads), metrics, clock).of(PoolName.FILES);
  }

  private long gauge(Metric metric) {
    return metrics.gauge(metric, POOL);
  }

  @Test
  void aPoolShowsHowManyThreadsItMayHave() {
    pool(waiting::add);

    assertThat(gauge(Metric.POOL_SIZE)).isEqualTo(5);
  }

  @Test
  void aTaskWaitsThenRunsThenIsGone() {
    ThreadPool pool = pool(waiting::add);
    pool.execute(() -> assertThat(gauge(Metric.POOL_ACTIVE)).isEqualTo(1));

    assertThat(gauge(Metric.POOL_QUEUED)).isEqualTo(1);
    assertThat(gauge(Metric.POOL_ACTIVE)).isZero();
    clock.advance(Duration.ofMillis(7));
    waiting.remove().run();

    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    assertThat(gauge(Metric.POOL_ACTIVE)).isZero();
    assertThat(metrics.values(Metric.POOL_WAIT, POOL))
        .containsExactly(Duration.ofMillis(7).toNanos());
  }

  @Test
  void aTaskThatThrowsLeavesItsThread() {
    ThreadPool pool = pool(waiting::add);
    pool.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });

    assertThatThrownBy(waiting.remove()::run).isInstanceOf(IllegalStateException.class);

    assertThat(gauge(Metric.POOL_ACTIVE)).isZero();
  }

  @Test
  void aRefusedTaskIsCountedAndDoesNotWait() {
    ThreadPool pool =
        pool(
            task -> {
              throw new RejectedExecutionException();
            });

    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    assertThat(metrics.count(Metric.POOL_REFUSED, POOL)).isEqualTo(1);
  }

  @Test
  void whatAServerThrowsThatHasNoRoomForAThreadIsARefusalLikeAnyOther() {
    List<Throwable> thrown =
        List.of(new OutOfMemoryError("as a test wants"), new IllegalStateException("stopped"));
    for (Throwable each : thrown) {
      ThreadPool pool =
          pool(
              task -> {
                throw sneaky(each);
              });

      assertThatThrownBy(() -> pool.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class)
          .hasCause(each);
    }

    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    assertThat(metrics.count(Metric.POOL_REFUSED, POOL)).isEqualTo(2);
  }

  @Test
  void whatWasRefusedIsNotRunLaterEither() {
    ThreadPool pool =
        pool(
            task -> {
              waiting.add(task);
              throw new OutOfMemoryError("as a test wants");
            });
    List<String> done = new ArrayList<>();

    assertThatThrownBy(() -> pool.execute(() -> done.add("it")))
        .isInstanceOf(RejectedExecutionException.class);
    waiting.remove().run();

    assertThat(done).isEmpty();
    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
  }

  @Test
  void whatFailsOnTheCallersOwnThreadIsNoRefusal() {
    ThreadPool pool = pool(Runnable::run);

    assertThatThrownBy(() -> pool.execute(PoolsTest::fail))
        .isInstanceOf(IllegalStateException.class);

    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    assertThat(metrics.count(Metric.POOL_REFUSED, POOL)).isZero();
  }

  private static RuntimeException sneaky(Throwable each) {
    if (each instanceof Error error) {
      throw error;
    }
    return (RuntimeException) each;
  }

  @Test
  void whatIsNotDueYetDoesNotWait() {
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1);
    try {
      TimedPool pool = timed(threads);

      assertThat(pool.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.DAYS).isDone()).isFalse();
      assertThat(pool.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.DAYS).isDone()).isFalse();
      assertThat(pool.schedule(() -> {}, 1, TimeUnit.DAYS).isDone()).isFalse();

      assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aBeatThatBeginsLateHasWaitedSinceItWasDue() {
    Captured threads = new Captured();
    try {
      TimedPool pool = timed(threads);
      assertThat((Object) pool.scheduleAtFixedRate(this::aSecondLong, 5, 2, TimeUnit.SECONDS))
          .isNull();
      assertThat((Object) pool.scheduleWithFixedDelay(this::aSecondLong, 5, 2, TimeUnit.SECONDS))
          .isNull();

      clock.advance(Duration.ofSeconds(6));
      threads.tasks.remove().run();
      clock.advance(Duration.ofSeconds(2));
      threads.tasks.peek().run();
      clock.advance(Duration.ofSeconds(2));
      threads.tasks.remove().run();

      assertThat(metrics.values(Metric.POOL_WAIT, POOL))
          .extracting(nanos -> Duration.ofNanos(nanos).toSeconds())
          .containsExactly(1L, 4L, 0L);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsDoneAgainAndAgainSurvivesWhateverItThrows() {
    Captured threads = new Captured();
    try {
      TimedPool pool = timed(threads);
      assertThat((Object) pool.scheduleWithFixedDelay(PoolsTest::fail, 1, 1, TimeUnit.SECONDS))
          .isNull();
      assertThat((Object) pool.scheduleAtFixedRate(PoolsTest::breakDown, 1, 1, TimeUnit.SECONDS))
          .isNull();

      // An executor repeats what returns.
      threads.tasks.forEach(Runnable::run);

      assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void fail() {
    throw new IllegalStateException("as a test wants");
  }

  private static void breakDown() {
    throw new NoClassDefFoundError("as a test wants");
  }

  private TimedPool timed(ScheduledThreadPoolExecutor threads) {
    return new Pools(
            PoolsConfig.from(new Settings(Map.of())),
            Map.of(PoolName.FILES, threads),
            metrics,
            clock)
        .timed(PoolName.FILES);
  }

  private void aSecondLong() {
    clock.advance(Duration.ofSeconds(1));
  }

  /** Keeps what is to be done again and again, for the test to do. */
  private static final class Captured extends ScheduledThreadPoolExecutor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    Captured() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long first, long period, TimeUnit unit) {
      tasks.add(task);
      return null;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long first, long delay, TimeUnit unit) {
      tasks.add(task);
      return null;
    }
  }

  @Test
  void aStoppedTimedPoolCountsWhatItRefuses() {
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1);
    TimedPool pool =
        new Pools(
                PoolsConfig.from(new Settings(Map.of())),
                Map.of(PoolName.FILES, threads),
                metrics,
                clock)
            .timed(PoolName.FILES);
    threads.shutdownNow();

    assertThatThrownBy(() -> pool.schedule(() -> {}, 1, TimeUnit.DAYS))
        .isInstanceOf(RejectedExecutionException.class);

    assertThat(gauge(Metric.POOL_QUEUED)).isZero();
    assertThat(metrics.count(Metric.POOL_REFUSED, POOL)).isEqualTo(1);
  }

  @Test
  void aPoolOfNoThreadsIsRefusedByName() {
    Settings settings = new Settings(Map.of("tidegate.pools.node-names", "0"));

    assertThatThrownBy(() -> PoolsConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tidegate.pools.node-names");
  }

  @Test
  void soFewThreadsThatJobsWhichComeKeepClaimsFromBeingRenewedAreRefused() {
    Settings few = new Settings(Map.of("tidegate.pools.jobs", "3"));
    Settings enough = new Settings(Map.of("tidegate.pools.jobs", "4"));

    assertThatThrownBy(() -> PoolsConfig.from(few))
        .isInstanceOf(SettingException.class)
        .hasMessage("tidegate.pools.jobs must be between 4 and 1000, not 3");
    assertThat(PoolsConfig.from(enough).most()).containsEntry(PoolName.JOBS, 4);
  }
}
