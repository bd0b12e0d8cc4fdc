package io.tidegate.switches;

import static io.tidegate.switches.SampleSwitches.HALF_AN_HOUR;
import static io.tidegate.switches.SampleSwitches.on;
import static io.tidegate.switches.SampleSwitches.order;
import static io.tidegate.switches.SwitchName.BROWNOUT;
import static io.tidegate.switches.SwitchName.FREEZE;
import static io.tidegate.switches.SwitchName.REFUSE_TENANT;
import static io.tidegate.switches.SwitchName.STRATEGY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.FakeNotes;
import io.tidegate.testing.FakeNotes.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The switches of several servers. */
class SharedSwitchesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SampleSwitches world = new SampleSwitches();
  private final FakeNotes notes = new FakeNotes();
  private final Switches a = world.server();
  private final Switches b = world.server();

  private void exchange(Switches... servers) {
    for (Switches server : servers) {
      server.exchange(notes);
    }
  }

  @Test
  void areOnEverywhereAfterOneExchangeOfEach() {
    SwitchAct act = on(a, BROWNOUT, null);
    exchange(a, b);

    assertThat(b.state().on()).containsExactly(act);
    assertThat(b.recent()).containsExactly(act);
  }

  @Test
  void canBeTurnedOffElsewhere() {
    on(a, BROWNOUT, null);
    exchange(a, b);
    b.turnOff(BROWNOUT, null, "bob");
    exchange(b, a);

    assertThat(a.state().on()).isEmpty();
    assertThat(a.recent()).hasSize(2);
  }

  @Test
  void endAtTheirTimeWhenTheServerIsGoneThatWasAsked() {
    on(a, BROWNOUT, null);
    exchange(a, b);
    world.advance(HALF_AN_HOUR);
    b.tick();

    assertThat(b.state().on()).isEmpty();
    exchange(b);
    assertThat(b.state().on()).isEmpty();
  }

  @Test
  void endAtTheirTimeWhereTheNotesAreOutOfReach() {
    on(a, BROWNOUT, null);
    exchange(a, b);
    notes.trouble(Trouble.OUT_OF_REACH);
    world.advance(HALF_AN_HOUR);
    exchange(b);
    b.tick();

    assertThat(b.state().on()).isEmpty();
  }

  @Test
  void areSeenByAServerThatComesLater() {
    on(a, STRATEGY, "round-robin");
    exchange(a);
    Switches late = world.server();
    exchange(late);

    assertThat(late.state().value(STRATEGY)).contains("round-robin");
  }

  @Test
  void areToldOfOnceTheNotesAreThereAgain() {
    notes.trouble(Trouble.OUT_OF_REACH);
    on(a, BROWNOUT, null);
    exchange(a, b);
    assertThat(b.state().on()).isEmpty();

    notes.trouble(Trouble.NONE);
    exchange(a, b);
    assertThat(b.state().is(BROWNOUT)).isTrue();
  }

  @Test
  void surviveALossOfTheNotes() throws IOException {
    on(a, BROWNOUT, null);
    exchange(a, b);
    assertThat(notes.replace("switches", notes.get("switches"), null)).isTrue();
    exchange(b);
    Switches late = world.server();
    exchange(late);

    assertThat(late.state().is(BROWNOUT)).isTrue();
  }

  @Test
  void surviveNotesThatAreNoSwitches() throws IOException {
    for (String text : List.of("{", "[{}]", "[1]", "[{\"name\":\"teleport\",\"at\":\"x\"}]")) {
      FakeNotes broken = new FakeNotes();
      assertThat(broken.replace("switches", null, text)).isTrue();
      Switches server = world.server();
      on(server, BROWNOUT, null);
      server.exchange(broken);
      Switches other = world.server();
      other.exchange(broken);

      assertThat(other.state().is(BROWNOUT)).as(text).isTrue();
    }
  }

  @Test
  void goByTheLastWordWhateverTheClocks() {
    Switches fast = world.server(Map.of(), Duration.ofMinutes(10));
    on(fast, BROWNOUT, null);
    exchange(fast, a);
    assertThat(a.state().is(BROWNOUT)).isTrue();
    a.turnOff(BROWNOUT, null, "bob");
    exchange(a, fast, b);

    assertThat(fast.state().on()).isEmpty();
    assertThat(b.state().on()).isEmpty();
  }

  @Test
  void joinWhatWasDoneOnBothSidesOfACut() {
    on(a, REFUSE_TENANT, "acme");
    on(b, REFUSE_TENANT, "tests");
    world.advance(MINUTE);
    a.turnOn(FREEZE, order("all", MINUTE));
    world.advance(Duration.ofSeconds(1));
    b.turnOn(FREEZE, order("warmup", MINUTE));
    exchange(a, b, a);

    assertThat(a.state().on()).isEqualTo(b.state().on()).hasSize(3);
    assertThat(a.state().value(FREEZE)).contains("warmup");
  }

  @Test
  void leaveASharedActToItsAuthorWhichTheSettingsAlsoTurnOn() {
    Switches configured =
        world.server(
            Map.of(
                "freeze.until",
                "2026-12-01T20:00:00Z",
                "freeze.reason",
                "move",
                "freeze.value",
                "all"));
    exchange(configured, a);
    assertThat(a.state().on()).as("each server has its own settings").isEmpty();
    on(a, FREEZE, "warmup");
    exchange(a, configured);

    assertThat(configured.state().value(FREEZE)).contains("warmup");
  }

  @Test
  void writeNothingWhileNothingIsDone() {
    exchange(a, b);
    assertThat(notes.longest()).isZero();
  }

  @RepeatedTest(20)
  void agreeInTheEndWhateverIsDoneInWhateverOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Switches> servers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      servers.add(world.server(Map.of(), Duration.ofSeconds(random.nextInt(60))));
    }
    for (int i = 0; i < 300; i++) {
      world.advance(Duration.ofSeconds(random.nextInt(30)));
      Switches one = servers.get(random.nextInt(servers.size()));
      switch (random.nextInt(5)) {
        case 0 -> one.turnOn(FREEZE, order("all", Duration.ofSeconds(1 + random.nextInt(600))));
        case 1 ->
            one.turnOn(REFUSE_TENANT, order("acme", Duration.ofSeconds(1 + random.nextInt(600))));
        case 2 -> one.turnOff(FREEZE, null, "bob");
        case 3 -> one.turnOff(REFUSE_TENANT, "acme", "bob");
        default -> exchange(one);
      }
      servers.forEach(Switches::tick);
    }
    exchange(servers.toArray(Switches[]::new));
    exchange(servers.toArray(Switches[]::new));
    world.advance(Duration.ofMinutes(1));
    servers.forEach(Switches::tick);

    assertThat(servers).as("seed %d", seed).extracting(Switches::recent).containsOnly(a(servers));
    world.advance(Duration.ofMinutes(12));
    servers.forEach(Switches::tick);
    assertThat(servers).as("seed %d", seed).allMatch(server -> server.state().on().isEmpty());
    assertThat(notes.longest()).isLessThan(20_000);
  }

  private static List<SwitchAct> a(List<Switches> servers) {
    return servers.get(0).recent();
  }
}
