package io.tidegate.warmup;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.tidegate.cache.hot.HotKey;
import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.warmup.WarmupProgress.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Where warm-ups are ordered, by the timer or by hand. Thread-safe. */
public final class WarmupControl {

  /**
   * What it works with.
   *
   * @param turn tells which server does what is scheduled
   * @param hottest what is asked most on all servers, the hottest first; it may wait
   * @param waiting runs what may wait
   */
  record Parts(ClusterTurn turn, Supplier<List<HotKey>> hottest, Executor waiting) {}

  /** By so much a server's clock may be behind its timer. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final Warmup warmup;
  private final WarmupSchedule schedule;
  private final Parts parts;
  private final InstantSource wall;

  /** The last time that was due and is done with, here or elsewhere; at first, the start. */
  private volatile Instant known;

  WarmupControl(Warmup warmup, WarmupSchedule schedule, Parts parts, InstantSource wall) {
    this.warmup = requireNonNull(warmup, "warmup");
    this.schedule = requireNonNull(schedule, "schedule");
    this.parts = requireNonNull(parts, "parts");
    this.wall = requireNonNull(wall, "wall");
    this.known = wall.instant();
  }

  /**
   * It is time: starts a warm-up, unless another server does. A server that warms already leaves it
   * to the others. It may wait.
   */
  void due() {
    schedule.latest(wall.instant().plus(SLACK)).ifPresent(this::due);
  }

  private void due(Instant due) {
    if (!warmup.running() && parts.turn().take(due)) {
      warmup.start(Trigger.SCHEDULE, this::hottest);
    }
    known = due;
  }

  /**
   * For how long the warm-up that was last due since the start has been waited for; nothing once
   * one has begun since, on this server or, by the schedule, on another.
   */
  Duration overdue() {
    Instant now = wall.instant();
    Instant began = warmup.progress().started().orElse(Instant.MIN);
    return schedule
        .latest(now)
        .filter(due -> due.isAfter(known) && due.isAfter(began))
        .map(due -> Duration.between(due, now))
        .orElse(Duration.ZERO);
  }

  /**
   * Starts a warm-up for the questions asked most.
   *
   * @throws FailureException if one is under way on this server
   */
  public void warmHottest() {
    refuseUnless(warmup.start(Trigger.HAND, this::hottest));
  }

  /**
   * Starts a warm-up for {@code questions}.
   *
   * @param over called once when they are needed no more; not if this throws
   * @throws FailureException if one is under way on this server
   */
  public void warm(List<RepeatableRequest> questions, Runnable over) {
    WarmupPlan plan = new WarmupPlan(questions, 0, over);
    refuseUnless(warmup.start(Trigger.FILE, () -> completedStage(plan)));
  }

  private CompletionStage<WarmupPlan> hottest() {
    return supplyAsync(() -> WarmupPlan.of(parts.hottest().get()), parts.waiting());
  }

  private static void refuseUnless(boolean started) {
    if (!started) {
      throw Failure.of(CONFLICT, "A warm-up is under way. Stop it first.").asException();
    }
  }
}
