package io.tidegate.experiments;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Trial;
import io.tidegate.exchange.Trial.Arm;
import io.tidegate.experiments.ExperimentPlan.Bounds;
import io.tidegate.experiments.ExperimentPlan.Unit;
import io.tidegate.experiments.ExperimentView.State;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import io.tidegate.tracing.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who takes part in an experiment, what is learned, and when it ends. */
class ExperimentsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Failure BUSY = Failure.of(ErrorCode.GATEWAY_OVERLOADED, "busy");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final RecordingMetrics metrics = new RecordingMetrics();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private int ids;
  private final Experiments experiments = new Experiments(() -> now, () -> "exp_" + ++ids, metrics);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @Test
  void givesNoCallAnotherSettingWhileNoneRuns() {
    assertThat(experiments.trial(ACME, "key", "1")).isSameAs(Trial.NONE);
  }

  @Test
  void dividesCallsByTheirShare() {
    experiments.start(plan(0.2, Unit.CALL));

    assertThat(shareOfB("1")).isCloseTo(0.2, within(0.02));
    assertThat(experiments.trial(ACME, null, "x").overrides().strategy())
        .isIn("round-robin", "least-outstanding-tokens");
  }

  @ParameterizedTest
  @EnumSource(
      value = Unit.class,
      names = {"KEY", "TENANT"})
  void keepsWhomItDividesInOneArm(Unit unit) {
    experiments.start(plan(0.5, unit));

    for (int i = 0; i < 50; i++) {
      String who = "who" + i;
      Trial first = experiments.trial(new TenantId(who), who, "call");
      for (int call = 0; call < 10; call++) {
        assertThat(experiments.trial(new TenantId(who), who, "call" + call)).isSameAs(first);
      }
    }
  }

  @Test
  void dividesTenantsAnewInTheNextExperiment() {
    experiments.start(plan(0.5, Unit.TENANT));
    Arm[] before = arms();
    experiments.stop("exp_1");
    experiments.start(plan(0.5, Unit.TENANT));

    assertThat(arms()).isNotEqualTo(before);
  }

  @Test
  void runsOneAtATime() {
    experiments.start(plan(0.5, Unit.CALL));

    assertThat(experiments.start(plan(0.5, Unit.CALL))).isEmpty();
    assertThat(experiments.stop("exp_9")).isFalse();
    assertThat(experiments.stop("exp_1")).isTrue();
    assertThat(experiments.start(plan(0.5, Unit.CALL))).isPresent();
  }

  @Test
  void reportsTheDifferenceWithItsInterval() {
    experiments.start(plan(0.5, Unit.CALL));
    calls(4_000, 200, 250, 0.02, 0.02);

    ExperimentView seen = experiments.all().get(0);
    assertThat(seen.firstContent().estimate()).isCloseTo(0.05, within(0.02));
    assertThat(seen.firstContent().low()).isPositive();
    assertThat(seen.failureShare().low()).isNegative();
    assertThat(seen.failureShare().high()).isPositive();
    assertThat(seen.a().calls() + seen.b().calls()).isEqualTo(4_000);
    assertThat(seen.b().median()).isGreaterThan(seen.a().median());
    assertThat(
            metrics.count(Metric.EXPERIMENT_CALLS, "a", "answered")
                + metrics.count(Metric.EXPERIMENT_CALLS, "a", "failed"))
        .isEqualTo(seen.a().calls());
  }

  @Test
  void stopsAnArmThatFailsMoreOftenThanItMay() {
    experiments.start(plan(0.5, Unit.CALL));
    calls(2_000, 200, 200, 0, 0.2);
    experiments.tick();

    ExperimentView seen = experiments.all().get(0);
    assertThat(seen.state()).isEqualTo(State.HARMFUL);
    assertThat(seen.why()).isEqualTo("Calls of arm b failed more often than the bound allows.");
    assertThat(experiments.trial(ACME, null, "later")).isSameAs(Trial.NONE);
  }

  @Test
  void stopsAnArmThatIsSlowerThanItMayBeAlsoTheFirst() {
    experiments.start(plan(0.5, Unit.CALL));
    calls(6_000, 400, 200, 0, 0);
    experiments.tick();

    assertThat(experiments.all().get(0).why())
        .isEqualTo("Arm a took longer to its first content than the bound allows.");
  }

  @Test
  void goesOnWhileTheDifferenceIsWithinBounds() {
    experiments.start(plan(0.5, Unit.CALL));
    calls(10_000, 200, 210, 0.01, 0.012);
    experiments.tick();

    assertThat(experiments.all().get(0).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void endsAtItsTime() {
    experiments.start(plan(0.5, Unit.CALL));
    now = now.plus(Duration.ofMinutes(59));
    experiments.tick();
    assertThat(experiments.all().get(0).state()).isEqualTo(State.RUNNING);

    now = now.plus(Duration.ofMinutes(1));
    experiments.tick();
    assertThat(experiments.all().get(0).state()).isEqualTo(State.ENDED);
  }

  @Test
  void countsNeitherWhoLeftNorWhoAskedForWhatCannotBe() {
    experiments.start(plan(0.5, Unit.CALL));
    Call call = call(experiments.trial(ACME, null, "1"));
    experiments.ended(call, Failure.of(ErrorCode.CLIENT_CLOSED, "gone"), -1);
    experiments.ended(call, Failure.of(ErrorCode.MODEL_NOT_FOUND, "no"), -1);

    ExperimentView seen = experiments.all().get(0);
    assertThat(seen.a().calls() + seen.b().calls()).isZero();
  }

  @Test
  void countsNoCallOfAnEarlierExperiment() {
    experiments.start(plan(0.5, Unit.CALL));
    Call early = call(experiments.trial(ACME, null, "1"));
    experiments.stop("exp_1");
    experiments.start(plan(0.5, Unit.CALL));
    experiments.ended(early, null, 1);

    ExperimentView seen = experiments.all().get(0);
    assertThat(seen.a().calls() + seen.b().calls()).isZero();
  }

  @Test
  void keepsTheLastTwentyAlone() {
    for (int i = 0; i < 30; i++) {
      experiments.start(plan(0.5, Unit.CALL));
      experiments.stop("exp_" + ids);
    }
    assertThat(experiments.all()).hasSize(20);
    assertThat(experiments.find("exp_30")).isPresent();
    assertThat(experiments.find("exp_1")).isEmpty();
  }

  private void calls(int count, long millisA, long millisB, double failedA, double failedB) {
    for (int i = 0; i < count; i++) {
      Trial trial = experiments.trial(ACME, null, "call" + random.nextLong());
      boolean a = trial.arm() == Arm.A;
      boolean failed = random.nextDouble() < (a ? failedA : failedB);
      double jitter = 0.5 + random.nextDouble();
      long first = (long) (MILLISECONDS.toNanos(a ? millisA : millisB) * jitter);
      experiments.ended(call(trial), failed ? BUSY : null, failed ? -1 : first);
    }
  }

  private double shareOfB(String prefix) {
    int b = 0;
    for (int i = 0; i < 10_000; i++) {
      b += experiments.trial(ACME, null, prefix + i).arm() == Arm.B ? 1 : 0;
    }
    return b / 10_000.0;
  }

  private Arm[] arms() {
    Arm[] arms = new Arm[100];
    for (int i = 0; i < arms.length; i++) {
      arms[i] = experiments.trial(new TenantId("tenant" + i), null, "1").arm();
    }
    return arms;
  }

  private static Call call(Trial trial) {
    Call sample = SampleCalls.chat("m", Deadline.after(0, Duration.ofMinutes(1)));
    return new Call(
        "1",
        ACME,
        sample.operation(),
        sample.request(),
        sample.deadline(),
        new Terms(Priority.NORMAL, false, 0, Caching.DEFAULT, Span.none(), trial));
  }

  private static ExperimentPlan plan(double share, Unit unit) {
    return new ExperimentPlan(
        TrialSetting.STRATEGY,
        "round-robin",
        "least-outstanding-tokens",
        share,
        unit,
        Duration.ofHours(1),
        Bounds.DEFAULT);
  }
}
