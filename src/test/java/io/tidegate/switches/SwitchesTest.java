package io.tidegate.switches;

import static io.tidegate.switches.SampleSwitches.HALF_AN_HOUR;
import static io.tidegate.switches.SampleSwitches.on;
import static io.tidegate.switches.SampleSwitches.order;
import static io.tidegate.switches.SwitchName.BROWNOUT;
import static io.tidegate.switches.SwitchName.CACHE_LIFETIME;
import static io.tidegate.switches.SwitchName.FREEZE;
import static io.tidegate.switches.SwitchName.PUBLIC_TIER;
import static io.tidegate.switches.SwitchName.REFUSE_TENANT;
import static io.tidegate.switches.SwitchName.STRATEGY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.testing.Allocation;
import io.tidegate.testing.RecordedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switches of one server. */
class SwitchesTest {

  private static final TenantId ACME = new TenantId("acme");

  private final SampleSwitches world = new SampleSwitches();
  private final Switches switches = world.server();

  @RegisterExtension final RecordedLog log = new RecordedLog(Switches.class.getName());

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "BROWNOUT, -, '', PT30M, reason",
        "BROWNOUT, -, -, PT30M, reason",
        "BROWNOUT, 3, why, PT30M, value",
        "BROWNOUT, -, why, PT0S, for",
        "BROWNOUT, -, why, PT0.5S, for",
        "BROWNOUT, -, why, PT24H1S, for",
        "BROWNOUT, -, why, -, for",
        "STRATEGY, fastest, why, PT30M, value",
        "STRATEGY, -, why, PT30M, value",
        "PUBLIC_TIER, off, why, PT30M, value",
        "FREEZE, jobs, why, PT30M, value",
        "CACHE_LIFETIME, 0.5, why, PT30M, value",
        "CACHE_LIFETIME, 101, why, PT30M, value",
        "CACHE_LIFETIME, P8D, why, PT30M, value",
        "CACHE_LIFETIME, -PT1H, why, PT30M, value",
        "CACHE_LIFETIME, long, why, PT30M, value",
        "CACHE_LIFETIME, -, why, PT30M, value",
        "REFUSE_TENANT, nobody, why, PT30M, value",
        "REFUSE_TENANT, -, why, PT30M, value"
      })
  void refuseWhatBreaksARuleAndNameTheField(
      SwitchName name, String value, String reason, Duration time, String field) {
    assertThatThrownBy(() -> switches.turnOn(name, new SwitchOrder("ada", value, reason, time)))
        .isInstanceOfSatisfying(
            InvalidSwitchException.class, broken -> assertThat(broken.field()).isEqualTo(field))
        .hasMessageStartingWith("must ");
    assertThat(switches.state().on()).isEmpty();
    assertThat(switches.recent()).isEmpty();
  }

  @Test
  void refuseAReasonOfTwoLinesOrOver200Characters() {
    for (String reason : List.of("a\nb", "x".repeat(201))) {
      assertThatThrownBy(
              () -> switches.turnOn(BROWNOUT, new SwitchOrder("ada", null, reason, HALF_AN_HOUR)))
          .hasMessageContaining("in one line of at most 200 characters");
    }
    assertThat(
            switches
                .turnOn(BROWNOUT, new SwitchOrder("ada", null, "x".repeat(200), HALF_AN_HOUR))
                .on())
        .isTrue();
  }

  @Test
  void aNameOrReasonForgesNoLineOfTheLog() {
    String hostile = "x\u2028[12/1/26] W forged";

    var unused =
        switches.turnOn(
            BROWNOUT, new SwitchOrder("ada\n[12/1/26] W forged", null, hostile, HALF_AN_HOUR));

    assertThat(log.lines())
        .last()
        .asString()
        .contains("on by ada_[12/1/26]", ": x_[12/1/26]")
        .doesNotContain("\n", "\u2028");
  }

  @Test
  void areAllOffAtFirst() {
    assertThat(switches.state().on()).isEmpty();
    assertThat(switches.state().brownout()).isEqualTo(Brownout.NONE);
    assertThat(switches.state().cacheLifetime()).isEqualTo(CacheLifetime.USUAL);
    assertThat(switches.state().warmupStands()).isFalse();
    assertThat(switches.state().batchesStand()).isFalse();
    assertThat(switches.state().told()).isEmpty();
    assertThat(switches.refusal(ACME)).isNull();
  }

  @Test
  void endAtTheirTimeAndNotBefore() {
    on(switches, BROWNOUT, null);

    world.advance(HALF_AN_HOUR.minusMillis(1));
    switches.tick();
    assertThat(switches.state().is(BROWNOUT)).isTrue();

    world.advance(Duration.ofMillis(1));
    switches.tick();
    assertThat(switches.state().is(BROWNOUT)).isFalse();
    assertThat(switches.state().brownout()).isEqualTo(Brownout.NONE);
    assertThat(log.records()).last().asString().contains("has ended at its time");
  }

  @Test
  void endEachAtItsOwnTime() {
    switches.turnOn(FREEZE, order("all", Duration.ofMinutes(10)));
    on(switches, BROWNOUT, null);
    world.advance(Duration.ofMinutes(20));
    switches.tick();

    assertThat(switches.state().on()).extracting(SwitchAct::name).containsExactly(BROWNOUT);
  }

  @Test
  void canBeTurnedOffBeforeAndOnAgain() {
    on(switches, STRATEGY, "round-robin");
    switches.turnOff(STRATEGY, null, "bob");
    assertThat(switches.state().value(STRATEGY)).isEmpty();

    on(switches, STRATEGY, "expected-first-token");
    assertThat(switches.state().value(STRATEGY)).contains("expected-first-token");
  }

  @Test
  void changeToAnotherValueAndAnotherEnd() {
    on(switches, PUBLIC_TIER, "force");
    SwitchAct act = switches.turnOn(PUBLIC_TIER, order("forbid", Duration.ofMinutes(5)));

    assertThat(switches.state().on()).containsExactly(act);
    assertThat(act.until()).isEqualTo(world.now().plus(Duration.ofMinutes(5)));
  }

  @Test
  void doNothingWhenTurnedOffThatAreOff() {
    switches.turnOff(BROWNOUT, null, "bob");

    assertThat(switches.recent()).isEmpty();
  }

  @Test
  void rememberWhoDidWhatWhenAndWhyTheNewestFirst() {
    SwitchAct first = on(switches, FREEZE, "warmup");
    world.advance(Duration.ofMinutes(1));
    switches.turnOff(FREEZE, null, "bob");

    assertThat(switches.recent()).hasSize(2);
    assertThat(switches.recent().get(1)).isEqualTo(first);
    SwitchAct off = switches.recent().get(0);
    assertThat(off.on()).isFalse();
    assertThat(off.by()).isEqualTo("bob");
    assertThat(off.at()).isEqualTo(world.now());
    assertThat(off.value()).isEqualTo("warmup");
  }

  @Test
  void writeEachActIntoTheLog() {
    on(switches, REFUSE_TENANT, "acme");
    switches.turnOff(REFUSE_TENANT, "acme", "bob");

    assertThat(log.records()).hasSize(2);
  }

  @Test
  void rememberFiftyActsAndNoneThatCountsIsLost() {
    SwitchAct counts = switches.turnOn(FREEZE, order("all", Duration.ofHours(24)));
    for (int i = 0; i < 200; i++) {
      world.advance(Duration.ofSeconds(1));
      on(switches, BROWNOUT, null);
    }

    assertThat(switches.recent()).hasSize(50);
    assertThat(switches.state().on()).hasSize(2).contains(counts);
  }

  @Test
  void refuseSeveralTenantsEachUntilItsOwnEnd() {
    on(switches, REFUSE_TENANT, "acme");
    switches.turnOn(REFUSE_TENANT, order("tests", Duration.ofMinutes(5)));
    world.advance(Duration.ofMinutes(6));
    switches.tick();

    Failure refusal = switches.refusal(ACME);
    assertThat(refusal.code()).isEqualTo(ErrorCode.TENANT_REFUSED);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(24));
    assertThat(switches.refusal(new TenantId("tests"))).isNull();

    switches.turnOff(REFUSE_TENANT, "acme", "bob");
    assertThat(switches.refusal(ACME)).isNull();
  }

  @Test
  void wantToKnowWhichTenantIsRefusedNoMore() {
    on(switches, REFUSE_TENANT, "acme");

    assertThatThrownBy(() -> switches.turnOff(REFUSE_TENANT, null, "bob"))
        .isInstanceOfSatisfying(
            InvalidSwitchException.class, broken -> assertThat(broken.field()).isEqualTo("value"));
  }

  @ParameterizedTest
  @CsvSource({"warmup,true,false", "batches,false,true", "all,true,true"})
  void freezeWhatIsSaid(String value, boolean warmup, boolean batches) {
    on(switches, FREEZE, value);

    assertThat(switches.state().warmupStands()).isEqualTo(warmup);
    assertThat(switches.state().batchesStand()).isEqualTo(batches);
  }

  @Test
  void haveWhatIsOfLowPriorityStandStillInABrownout() {
    on(switches, BROWNOUT, null);

    assertThat(switches.state().warmupStands()).isTrue();
    assertThat(switches.state().batchesStand()).isTrue();
    assertThat(switches.state().brownout().sheds(Priority.LOW)).isTrue();
    assertThat(switches.state().brownout().sheds(Priority.NORMAL)).isFalse();
  }

  @Test
  void tellCallersOfThoseTheyMayNotice() {
    on(switches, BROWNOUT, null);
    on(switches, FREEZE, "all");
    on(switches, REFUSE_TENANT, "acme");
    on(switches, CACHE_LIFETIME, "PT6H");

    assertThat(switches.state().told()).isEqualTo("brownout, cache-lifetime");
    assertThat(switches.state().cacheLifetime())
        .isEqualTo(new CacheLifetime(1, Duration.ofHours(6)));
  }

  @Test
  void showEachChangeOnceToWhoeverListens() {
    List<Integer> seen = new ArrayList<>();
    switches.onChange(state -> seen.add(state.on().size()));
    on(switches, BROWNOUT, null);
    switches.tick();
    world.advance(HALF_AN_HOUR);
    switches.tick();
    switches.tick();

    assertThat(seen).containsExactly(0, 1, 0);
  }

  @Test
  void costACallNothing() {
    on(switches, BROWNOUT, null);
    on(switches, REFUSE_TENANT, "tests");
    Runnable perCall =
        () -> {
          SwitchState state = switches.state();
          if (state.brownout().sheds(Priority.NORMAL)
              || state.told().isEmpty()
              || switches.refusal(ACME) != null) {
            throw new IllegalStateException();
          }
        };

    assertThat(Allocation.of(perCall)).isZero();
  }
}
