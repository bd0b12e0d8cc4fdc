package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.switches.SampleSwitches;
import io.tidegate.switches.SwitchName;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches while a switch has them stand still, of several slices on a server with one session. */
class FrozenBatchesTest {

  private static final Duration FREEZE = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final BatchWorld world = new BatchWorld();
  private final long start = world.now();
  private long firstAsked;

  @AfterEach
  void close() {
    world.close();
  }

  private void turnOn(SwitchName name, String value) {
    world.switches.turnOn(name, SampleSwitches.order(value, FREEZE));
  }

  /** Remembers when the first line was asked, and answers all. */
  private void answer() {
    if (firstAsked == 0 && !world.nodes.asked.isEmpty()) {
      firstAsked = world.now();
    }
    world.nodes.endAll();
  }

  private void assertDoneSoonAfter(Batch batch, long moment) {
    Batch done = world.get(batch);
    assertThat(done.status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(done.counts()).isEqualTo(new Batch.Counts(250, 250, 0));
    assertThat(done.times().completed()).isBetween(moment, moment + SOON.toMillis());
    assertThat(world.nodes.asked.values()).hasSize(250).containsOnly(1);
  }

  @ParameterizedTest
  @CsvSource({"FREEZE, batches", "FREEZE, all", "BROWNOUT, "})
  void beginNothingUntilItEndsByItselfAndAllGoOnThen(SwitchName name, String value)
      throws Exception {
    Batch batch = world.create(lines(250));
    world.validate();
    turnOn(name, value);
    world.meanwhile = this::answer;

    world.work();

    assertThat(firstAsked).isGreaterThanOrEqualTo(start + FREEZE.toMillis());
    assertDoneSoonAfter(batch, start + FREEZE.toMillis());
  }

  @Test
  void finishTheLinesUnderWayAndKeepTheirSlice() throws Exception {
    Batch batch = world.create(lines(250));
    int[] asked = {0};
    world.meanwhile =
        () -> {
          if (asked[0] == 0 && world.nodes.asked.size() > 120) {
            turnOn(SwitchName.FREEZE, "batches");
            asked[0] = world.nodes.asked.size();
          }
          if (world.switches.state().batchesStand()) {
            assertThat(world.nodes.asked).hasSize(asked[0]);
          }
          world.nodes.endAll();
        };

    world.work();

    assertDoneSoonAfter(batch, start + FREEZE.toMillis());
  }

  @Test
  void goOnAtOnceWhenItIsTurnedOff() throws Exception {
    Batch batch = world.create(lines(250));
    turnOn(SwitchName.FREEZE, "batches");
    long off = start + FREEZE.toMillis() / 2;
    world.meanwhile =
        () -> {
          if (world.now() >= off) {
            world.switches.turnOff(SwitchName.FREEZE, null, "bob");
          }
          answer();
        };

    world.work();

    assertThat(firstAsked).isGreaterThanOrEqualTo(off);
    assertDoneSoonAfter(batch, off);
  }

  @Test
  void canBeCancelledMeanwhile() throws Exception {
    Batch batch = world.create(lines(250));
    world.validate();
    turnOn(SwitchName.FREEZE, "batches");

    var unused = world.batches.cancel(TENANT, batch.id());
    world.finish();

    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(world.nodes.asked).isEmpty();
  }

  @Test
  void areNotHeldUpByAFrozenWarmup() throws Exception {
    Batch batch = world.create(lines(250));
    turnOn(SwitchName.FREEZE, "warmup");

    world.work();

    assertDoneSoonAfter(batch, start);
  }
}
