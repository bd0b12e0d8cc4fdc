package io.tidegate.warmup;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.tidegate.cache.HotKey;
import io.tidegate.cache.Wording;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.warmup.Progress.Trigger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Where warm-ups are ordered, by the timer or by hand. Thread-safe. */
public final class WarmupDesk {

  /**
   * What it works with.
   *
   * @param turn tells which server does what is scheduled
   * @param hottest what is asked most on all servers, the hottest first; it may wait
   * @param waiting runs what may wait
   */
  record Means(Turn turn, Supplier<List<HotKey>> hottest, Executor waiting) {}

  /** By so much a server's clock may be behind its timer. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final Warmup warmup;
  private final Schedule schedule;
  private final Means means;
  private final InstantSource time;

  WarmupDesk(Warmup warmup, Schedule schedule, Means means, InstantSource time) {
    this.warmup = requireNonNull(warmup, "warmup");
    this.schedule = requireNonNull(schedule, "schedule");
    this.means = requireNonNull(means, "means");
    this.time = requireNonNull(time, "time");
  }

  /**
   * It is time: starts a warm-up, unless another server does. A server that warms already leaves it
   * to the others. It may wait.
   */
  void due() {
    schedule
        .latest(time.instant().plus(SLACK))
        .filter(due -> !warmup.running() && means.turn().take(due))
        .ifPresent(due -> warmup.start(Trigger.SCHEDULE, this::hottest));
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
  public void warm(List<Wording> questions, Runnable over) {
    Plan plan = new Plan(questions, 0, over);
    refuseUnless(warmup.start(Trigger.FILE, () -> completedStage(plan)));
  }

  private CompletionStage<Plan> hottest() {
    return supplyAsync(() -> Plan.of(means.hottest().get()), means.waiting());
  }

  private static void refuseUnless(boolean started) {
    if (!started) {
      throw Failure.of(CONFLICT, "A warm-up is under way. Stop it first.").asException();
    }
  }
}
