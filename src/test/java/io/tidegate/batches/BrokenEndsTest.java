package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.steps.EndStep;
import io.tidegate.batches.steps.OwnSteps;
import io.tidegate.batches.steps.SliceStep;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.testing.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps that fail whenever they are tried: less and less often, not for ever, and what is kept. */
final class BrokenEndsTest {

  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(12);

  @RegisterExtension final RecordedLog ends = new RecordedLog(EndStep.class.getName());
  @RegisterExtension final RecordedLog steps = new RecordedLog(OwnSteps.class.getName());
  @RegisterExtension final RecordedLog slices = new RecordedLog(SliceStep.class.getName());

  private final BatchWorld world = new BatchWorld();
  private final TreeSet<Long> tries = new TreeSet<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anEndThatAlwaysFailsIsTriedLessAndLessOftenAndThenFailsTheBatch() throws Exception {
    Batch batch = unwritable();
    pass(LONG);

    Batch failed = world.get(batch);
    assertThat(failed.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(failed.times().failed()).isPositive();
    assertThat(failed.errors()).extracting(Batch.LineError::code).containsExactly("internal_error");
    assertThat(failed.files().output()).isNull();
    assertThat(tries).hasSizeBetween(10, 30);
    long last = tries.last();
    assertThat(last - tries.lower(last)).isGreaterThan(Duration.ofMinutes(30).toMillis());
    assertThat(ends.lines()).hasSize(1);
    assertThat(ends.lines().get(0)).contains(batch.id(), "IllegalStateException");
  }

  @Test
  void beforeThatNothingIsAnError() throws Exception {
    steps.level(Level.SEVERE);
    var unused = unwritable();
    pass(LONG);

    assertThat(steps.lines()).isEmpty();
  }

  @Test
  void resultsThatWereNotWrittenStayAndCanBeWrittenOnceTheCauseIsGone() throws Exception {
    Batch batch = unwritable();
    pass(LONG);
    world.keeper.sweep();
    world.contents.stored = file -> {};

    // As docs/repair.md has it.
    execute(
        "update batch set status = 'FINALIZING', errors = '[]', failed_at = 0, tries = 0,"
            + " posted_at = 1 where id = '"
            + batch.id()
            + "' and status = 'FAILED' and swept = false");
    world.keeper.sweep();
    world.work();

    Batch done = world.get(batch);
    assertThat(done.status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(done.errors()).isEmpty();
    assertThat(world.contents.lines(done.files().output())).hasSize(3);
    assertThat(results()).isZero();
  }

  @Test
  void resultsThatNobodyAsksForAreForgottenWithTheirBatch() throws Exception {
    var unused = unwritable();
    pass(LONG);
    assertThat(results()).isEqualTo(3);

    world.advance(Duration.ofDays(30));
    world.keeper.sweep();
    assertThat(results()).isZero();
  }

  @Test
  void whatCanBeReadIsWrittenAndWhatCannotIsToldOf() throws Exception {
    Batch batch = unwritable();
    world.contents.stored = file -> {};
    execute("update batch_result set content = X'F154D39B3CE7055A01', length = 9 where no = 2");
    pass(LONG);

    Batch failed = world.get(batch);
    assertThat(failed.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(failed.errors())
        .extracting(Batch.LineError::code)
        .containsExactly("stored_data_unreadable");
    assertThat(world.contents.lines(failed.files().output()))
        .hasSize(2)
        .noneMatch(line -> line.contains("r-1"));
    List<String> lost = world.contents.lines(failed.files().error());
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0)).contains("\"custom_id\":\"r-1\"", "stored_data_unreadable");
  }

  @Test
  void answersAreWrittenThoughTheInputCannotBeRead() throws Exception {
    Batch batch = world.create(lines(300));
    world.meanwhile =
        () -> {
          world.nodes.endAll();
          if (world.nodes.asked.size() > 120) {
            var unused = world.batches.cancel(TENANT, batch.id());
            world.contents.opened =
                tenant -> {
                  throw Failure.of(ErrorCode.STORED_DATA_UNREADABLE, "a test").asException();
                };
          }
        };
    world.work();
    pass(LONG);

    Batch failed = world.get(batch);
    assertThat(failed.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(world.contents.lines(failed.files().output()))
        .hasSize(failed.counts().completed())
        .hasSizeGreaterThanOrEqualTo(100);
  }

  @Test
  void aDatabaseThatTakesNoSuchEndIsNotAskedForEver() throws Exception {
    execute("alter table batch add constraint odd check (status <> 'COMPLETED')");
    Batch batch = world.create(lines(3));
    pass(LONG);

    Batch failed = world.get(batch);
    assertThat(failed.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(world.contents.lines(failed.files().output())).hasSize(3);
  }

  @Test
  void aSliceThatCannotBeReadIsTriedLessAndLessOften() throws Exception {
    Batch batch = world.create(lines(3));
    world.validate();
    world.contents.delete(TENANT, batch.files().input());
    pass(Duration.ofHours(2));

    assertThat(slices.lines()).hasSizeBetween(5, 12);
  }

  /** A batch whose lines have run, and whose files cannot be written. */
  private Batch unwritable() throws Exception {
    world.contents.stored =
        file -> {
          var unused = tries.add(world.now());
          throw new IllegalStateException("a test");
        };
    Batch batch = world.create(lines(3));
    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.FINALIZING);
    return batch;
  }

  /** Lets {@code time} go by, and does what is due meanwhile. */
  private void pass(Duration time) throws Exception {
    for (long end = world.now() + time.toMillis(); world.now() < end; ) {
      world.work();
      world.advance(STEP);
    }
  }

  private long results() {
    return world.database.call(
        manager ->
            manager
                .createQuery("select count(r) from JpaBatchResult r", Long.class)
                .getSingleResult());
  }

  private void execute(String change) {
    world.database.run(
        manager -> {
          var unused = manager.createNativeQuery(change).executeUpdate();
        });
  }
}
