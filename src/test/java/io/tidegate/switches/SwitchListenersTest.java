package io.tidegate.switches;

import static io.tidegate.switches.SampleSwitches.HALF_AN_HOUR;
import static io.tidegate.switches.SampleSwitches.on;
import static io.tidegate.switches.SwitchName.BROWNOUT;
import static io.tidegate.switches.SwitchName.FREEZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.FakeNotes;
import io.tidegate.testing.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Those who follow the switches, whatever they do when one turns. */
class SwitchListenersTest {

  private static final int PATIENCE_SECONDS = 10;

  private final SampleSwitches world = new SampleSwitches();
  private final Switches switches = world.server();
  private final List<SwitchState> seen = new ArrayList<>();

  @RegisterExtension final RecordedLog log = new RecordedLog(SwitchListeners.class.getName());

  @Test
  void mayWaitForAnotherThreadThatTurnsASwitch() throws InterruptedException {
    AtomicBoolean turned = new AtomicBoolean();
    Thread other = new Thread(() -> on(switches, FREEZE, "all"));
    switches.onChange(
        state -> {
          if (state.is(BROWNOUT) && !state.is(FREEZE)) {
            other.start();
            turned.set(ends(other));
          }
        });

    on(switches, BROWNOUT, null);
    other.join();

    assertThat(turned).as("the other thread came through").isTrue();
  }

  @Test
  void mayWaitForAnotherThreadWhateverWasTheCause() throws InterruptedException {
    Switches server = world.server();
    FakeNotes notes = new FakeNotes();
    on(server, BROWNOUT, null);
    server.exchange(notes);
    List<Boolean> turned = new ArrayList<>();
    Consumer<SwitchState> waits =
        state -> {
          Thread other = new Thread(() -> switches.turnOff(FREEZE, null, "bob"));
          other.start();
          turned.add(ends(other));
        };
    switches.onChange(waits);
    switches.exchange(notes);
    world.advance(HALF_AN_HOUR);
    switches.tick();
    on(switches, BROWNOUT, null);
    switches.turnOff(BROWNOUT, null, "bob");

    assertThat(turned).hasSize(5).containsOnly(true);
  }

  @Test
  void seeTheLastStateLastThoughOneOfThemTurnsASwitch() {
    switches.onChange(
        state -> {
          if (state.is(BROWNOUT) && !state.is(FREEZE)) {
            on(switches, FREEZE, "all");
          }
        });
    switches.onChange(seen::add);

    on(switches, BROWNOUT, null);

    assertThat(seen).last().isSameAs(switches.state());
    assertThat(switches.state().on()).hasSize(2);
  }

  @Test
  void keepNobodyElseFromKnowingWhenTheyFail() {
    switches.onChange(
        state -> {
          if (state.is(BROWNOUT)) {
            throw new IllegalStateException("mistake");
          }
        });
    switches.onChange(seen::add);

    SwitchAct act = on(switches, BROWNOUT, null);

    assertThat(switches.state().on()).containsExactly(act);
    assertThat(seen).last().isSameAs(switches.state());
    assertThat(log.records()).hasSize(1);
  }

  @Test
  void seeEachStateOnceAndTheOneThatHoldsWhenTheyCome() {
    on(switches, BROWNOUT, null);
    switches.onChange(seen::add);
    switches.onChange(state -> {});
    switches.tick();

    assertThat(seen).containsExactly(switches.state());
  }

  @Test
  void holdUpNobodyWhoReadsOrTurnsWhileOneOfThemTakesLong() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    switches.onChange(
        state -> {
          if (state.is(BROWNOUT) && !state.is(FREEZE)) {
            begun.countDown();
            await(release);
          }
        });
    switches.onChange(seen::add);
    Thread slow = new Thread(() -> on(switches, BROWNOUT, null));
    slow.start();
    await(begun);

    Thread quick = new Thread(() -> on(switches, FREEZE, "all"));
    quick.start();
    boolean through = ends(quick);
    release.countDown();
    slow.join();
    quick.join();

    assertThat(through).isTrue();
    assertThat(seen).last().isSameAs(switches.state());
    assertThat(switches.state().on()).hasSize(2);
  }

  private static boolean ends(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      return !thread.isAlive();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
