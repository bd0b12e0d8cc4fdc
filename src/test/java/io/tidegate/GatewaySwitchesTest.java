package io.tidegate;

import static io.tidegate.switches.SampleSwitches.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.Fleet;
import io.tidegate.switches.SampleSwitches;
import io.tidegate.switches.SwitchName;
import io.tidegate.switches.Switches;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the gateway does while switches are on. */
class GatewaySwitchesTest {

  private final Fleet fleet = new Fleet();
  private final SampleSwitches world = new SampleSwitches();
  private final Switches switches = world.server();
  private final Gateway gateway =
      new Gateway(SampleCache.ofAll(fleet.clock()), fleet.admission(), fleet.router(), switches);

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @BeforeEach
  void hasANode() {
    fleet.add("a", "chat");
  }

  private Call call(Priority priority) {
    Call usual = fleet.call("chat");
    return new Call(
        usual.id(),
        usual.tenant(),
        usual.operation(),
        usual.request(),
        usual.deadline(),
        new Terms(priority, false, 0));
  }

  @Test
  void refusesATenantsCallsUntilTheEndAndNobodyElses() {
    on(switches, SwitchName.REFUSE_TENANT, "tests");

    Call call = fleet.call("chat");
    Answer refused = gateway.ask(call).answer();
    gateway.left(call);

    assertThat(refused.failure().code()).isEqualTo(ErrorCode.TENANT_REFUSED);
    assertThat(refused.failure().retryAfter())
        .as("a job looks again")
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(gateway.inFlight()).isZero();
    assertThat(gateway.ask(SampleCalls.by("others", call)).answer().ended()).isFalse();
    assertThat(fleet.upstream().attempts()).hasSize(1);
  }

  @Test
  void tellsARefusedTenantsJobTheEndIfItIsNear() {
    on(switches, SwitchName.REFUSE_TENANT, "tests");
    world.advance(Duration.ofMinutes(29).plusSeconds(40));

    assertThat(gateway.ask(fleet.call("chat")).answer().failure().retryAfter())
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void tellsARefusedTenantNothingThatItKnows() {
    gateway.ask(fleet.call("chat"));
    fleet.upstream().last().complete();
    on(switches, SwitchName.REFUSE_TENANT, "tests");

    assertThat(gateway.look(fleet.call("chat"), Integer.MAX_VALUE).hit()).isNull();
  }

  @Test
  void shedsLowPriorityInABrownoutAndLetsCallsGoOnThatRun() {
    Answer running = gateway.ask(call(Priority.LOW)).answer();
    on(switches, SwitchName.BROWNOUT, null);

    assertThat(gateway.ask(call(Priority.LOW)).answer().failure().code())
        .isEqualTo(ErrorCode.PRIORITY_REFUSED);
    assertThat(running.ended()).isFalse();
    switches.turnOff(SwitchName.BROWNOUT, null, "bob");
    assertThat(gateway.ask(call(Priority.LOW)).answer().ended()).isFalse();
  }

  @Test
  void servesNormalPriorityInABrownoutWithLess() {
    Call call = call(Priority.NORMAL);
    assertThat(gateway.served(call)).isSameAs(call);
    on(switches, SwitchName.BROWNOUT, null);

    Call served = gateway.served(call);

    assertThat(served.request().change().told()).isEqualTo("max_tokens=1024, thinking=disabled");
    assertThat(served.id()).isEqualTo(call.id());
    assertThat(gateway.ask(served).answer().ended()).isFalse();
    gateway.left(served);
    assertThat(gateway.inFlight()).isZero();
  }

  @Test
  void tellsWhichSwitchesAreOn() {
    assertThat(gateway.switchesTold()).isEmpty();
    on(switches, SwitchName.STRATEGY, "round-robin");
    on(switches, SwitchName.FREEZE, "all");

    assertThat(gateway.switchesTold()).isEqualTo("strategy");
  }
}
