package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.FailureException;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.warmup.WarmupProgress.Trigger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks for answers before anybody does: one question after the other, at a pace, and only while
 * there are places that nobody else needs.
 *
 * <p>One run at a time. It is driven by {@link #tick} and never waits. Thread-safe, but for the
 * tick, which is one thread's at a time.
 */
public final class Warmup {

  /**
   * What it works with.
   *
   * @param calls makes calls of questions
   * @param stock what need not be asked
   * @param spare whether a model may be asked: it has places to spare, or refuses at once
   * @param asker asks
   * @param metrics counts what became of questions
   */
  record Parts(
      WarmupCalls calls,
      CachedFreshness stock,
      Predicate<String> spare,
      Asker asker,
      Metrics metrics) {}

  private static final Logger LOG = System.getLogger(Warmup.class.getName());

  /** The most questions looked up in a tick, so that a long file does not keep the clockwork. */
  private static final int LOOK_UPS = 20;

  /** A run may start so much too early and is still that of its time. */
  private static final Duration EARLY = Duration.ofMinutes(1);

  private final Parts parts;
  private final WarmupConfig config;
  private final WarmupSchedule schedule;
  private final LongSupplier clock;
  private final InstantSource wall;
  private final AtomicReference<WarmupRun> current = new AtomicReference<>();
  private long lastAsked;
  private WarmupRun reported;

  /** No run yet. */
  Warmup(
      Parts parts,
      WarmupConfig config,
      WarmupSchedule schedule,
      LongSupplier clock,
      InstantSource wall) {
    this.parts = requireNonNull(parts, "parts");
    this.config = requireNonNull(config, "config");
    this.schedule = requireNonNull(schedule, "schedule");
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
    this.lastAsked = clock.getAsLong() - config.interval().toNanos();
  }

  /**
   * Starts a run; false if one is under way, and then nothing is done.
   *
   * @param plan begins to find out what to ask, without waiting
   */
  boolean start(Trigger trigger, Supplier<CompletionStage<WarmupPlan>> plan) {
    WarmupRun before = current.get();
    WarmupRun run = new WarmupRun(trigger, clock.getAsLong(), wall, this::count);
    if ((before != null && before.running()) || !current.compareAndSet(before, run)) {
      return false;
    }
    LOG.log(Level.INFO, "a warm-up begins, by {0}", trigger.label());
    var unused = begun(plan).whenComplete((made, failure) -> planned(run, made, failure));
    return true;
  }

  private static CompletionStage<WarmupPlan> begun(Supplier<CompletionStage<WarmupPlan>> plan) {
    try {
      return plan.get();
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private static void planned(WarmupRun run, WarmupPlan plan, Throwable failure) {
    if (failure == null) {
      run.plan(plan);
    } else {
      LOG.log(Level.ERROR, "a warm-up does not know what to ask", failure);
      run.stop();
    }
  }

  /** Stops the run under way, if there is one; false if there is none. */
  public boolean stop() {
    WarmupRun run = current.get();
    boolean running = run != null && run.running();
    if (running) {
      run.stop();
    }
    return running;
  }

  /** Whether a run is under way. */
  public boolean running() {
    WarmupRun run = current.get();
    return run != null && run.running();
  }

  /** Does what is due now. */
  public void tick() {
    WarmupRun run = current.get();
    if (run == null || !run.running()) {
      report(run);
      return;
    }
    long now = clock.getAsLong();
    if (run.age(now) >= config.maxDuration().toNanos()) {
      LOG.log(Level.WARNING, "a warm-up took too long and was stopped");
      run.stop();
      return;
    }
    lookUp(run);
    WarmupRun.Item item = run.missing();
    if (item == null || now - lastAsked < config.interval().toNanos()) {
      return;
    }
    if (!parts.spare().test(item.wording().model())) {
      run.putBack(item);
    } else if (run.take(item)) {
      lastAsked = now;
      ask(run, item);
    }
  }

  /** How far the run under way is, or how far the last one came. */
  public WarmupProgress progress() {
    Optional<Instant> next = schedule.next(wall.instant());
    WarmupRun run = current.get();
    return run == null ? WarmupProgress.none(next) : run.progress(next);
  }

  /**
   * Looks questions up until one is found that has to be asked, or the cache has to look further.
   */
  private void lookUp(WarmupRun run) {
    for (int i = 0; i < LOOK_UPS; i++) {
      WarmupRun.Item item = run.next();
      if (item == null) {
        return;
      }
      try {
        Call call = parts.calls().of(item.wording());
        var unused =
            parts
                .stock()
                .freshFor(call, item.wording().model())
                .whenComplete((fresh, unreachable) -> found(run, item, fresh));
      } catch (FailureException notAQuestion) {
        run.settled(QuestionOutcome.FAILED);
      } catch (RuntimeException mistake) {
        LOG.log(Level.ERROR, "a warm-up could not look into the cache", mistake);
        run.settled(QuestionOutcome.FAILED);
      }
    }
  }

  /** Learns for how long {@code item} stays fresh; null if the cache is out of reach. */
  private void found(WarmupRun run, WarmupRun.Item item, Long fresh) {
    if (fresh == null) {
      run.missing(item);
    } else if (fresh == CachedFreshness.NEVER_STORED) {
      run.settled(QuestionOutcome.SKIPPED);
    } else if (fresh > 0 && fresh >= untilNext(run)) {
      run.settled(QuestionOutcome.PRESENT);
    } else {
      run.missing(item);
    }
  }

  private long untilNext(WarmupRun run) {
    return schedule
        .next(run.started().plus(EARLY))
        .map(next -> next.toEpochMilli() - wall.millis())
        .orElse(0L);
  }

  private void ask(WarmupRun run, WarmupRun.Item item) {
    try {
      parts.asker().ask(parts.calls().of(item.wording()), whole -> run.answered(item, whole));
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, "a warm-up could not ask", mistake);
      run.answered(item, false);
    }
  }

  /** Writes down once how {@code run} has ended; null if there was none. */
  private void report(WarmupRun run) {
    if (run != null && run != reported) {
      reported = run;
      WarmupProgress end = run.progress(Optional.empty());
      LOG.log(
          Level.INFO,
          "a warm-up is {0}: of {1} questions {2} present, {3} warmed, {4} failed, {5} skipped",
          end.state().label(),
          end.total(),
          end.present(),
          end.warmed(),
          end.failed(),
          end.skipped());
    }
  }

  private void count(QuestionOutcome fate) {
    parts.metrics().counter(Metric.WARMUP_QUESTIONS, fate.label()).increment();
  }
}
