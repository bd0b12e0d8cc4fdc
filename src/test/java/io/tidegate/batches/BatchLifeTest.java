package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.line;
import static io.tidegate.batches.BatchWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.metrics.Metric;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchLifeTest {

  private final BatchWorld world = new BatchWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aBatchOfGoodLinesIsCompleted() throws Exception {
    Batch created = world.create(lines(250));
    assertThat(world.get(created)).isEqualTo(created);

    world.work();

    Batch done = world.get(created);
    assertThat(done.status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(done.counts()).isEqualTo(new Batch.Counts(250, 250, 0));
    assertThat(done.tokens()).isEqualTo(new Batch.Tokens(750, 500, 250, 0));
    assertThat(done.model()).isEqualTo("m");
    assertThat(done.metadata()).containsEntry("job", "n1");
    assertThat(done.files().error()).isNull();
    assertThat(done.times().inProgress()).isPositive();
    assertThat(done.times().finalizing()).isGreaterThan(done.times().inProgress());
    assertThat(done.times().completed()).isGreaterThanOrEqualTo(done.times().finalizing());
    assertThat(world.contents.lines(done.files().output())).hasSize(250);
    assertThat(world.nodes.asked.values()).hasSize(250).containsOnly(1);
    assertThat(world.nodes.most).isLessThanOrEqualTo(8);
    assertThat(world.metrics.count(Metric.BATCH_LINES, "completed")).isEqualTo(250);
  }

  @Test
  void answersGoToTheOutputFileAndRefusalsToTheErrorFile() throws Exception {
    Batch batch = world.create(line("a", "{\"model\":\"m\"}"), "", line("b", "{\"model\":\"x\"}"));
    world.nodes.script =
        call ->
            call.model().equals("m")
                ? FakeNodes.answer(200, "{\n \"n\": 1.10,\r\n \"s\": \"\\n\"}")
                : FakeNodes.failure(ErrorCode.MODEL_NOT_FOUND);

    world.work();

    Batch done = world.get(batch);
    assertThat(done.status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(done.counts()).isEqualTo(new Batch.Counts(2, 1, 1));
    JsonNode good = only(done.files().output());
    assertThat(good.path("custom_id").asText()).isEqualTo("a");
    assertThat(good.path("response").path("status_code").asInt()).isEqualTo(200);
    assertThat(good.path("response").path("body").path("s").asText()).isEqualTo("\n");
    assertThat(good.path("error").isNull()).isTrue();
    JsonNode bad = only(done.files().error());
    assertThat(bad.path("custom_id").asText()).isEqualTo("b");
    assertThat(bad.path("id").asText()).startsWith("batch_req_").endsWith("_3");
    assertThat(bad.path("response").path("status_code").asInt()).isEqualTo(404);
    assertThat(bad.at("/response/body/error/code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void aBatchWithAWrongLineFailsAndNothingOfItIsRun() throws Exception {
    Batch batch = world.create(line("a", "{\"model\":\"m\"}"), "{]");

    world.work();

    Batch failed = world.get(batch);
    assertThat(failed.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(failed.times().failed()).isPositive();
    assertThat(failed.errors()).hasSize(1);
    assertThat(failed.errors().get(0).line()).isEqualTo(2);
    assertThat(failed.files().output()).isNull();
    assertThat(world.nodes.asked).isEmpty();
  }

  @Test
  void aBatchWhoseFileIsGoneFails() throws Exception {
    Batch batch = world.create(lines(1));
    world.contents.delete(TENANT, batch.files().input());

    world.work();

    assertThat(world.get(batch).errors().get(0).code()).isEqualTo("file_not_found");
  }

  @Test
  void aCancelledBatchKeepsWhatWasAnswered() throws Exception {
    Batch batch = world.create(lines(300));
    world.meanwhile =
        () -> {
          world.nodes.endAll();
          if (world.nodes.asked.size() > 120) {
            assertThat(world.batches.cancel(TENANT, batch.id()).status())
                .isEqualTo(BatchStatus.CANCELLING);
          }
        };

    world.work();

    Batch ended = world.get(batch);
    assertThat(ended.status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(ended.times().cancelled()).isGreaterThanOrEqualTo(ended.times().cancelling());
    int completed = ended.counts().completed();
    assertThat(completed).isBetween(100, 299);
    assertThat(world.contents.lines(ended.files().output())).hasSize(completed);
    assertThat(world.contents.lines(ended.files().error()))
        .hasSize(300 - completed)
        .allMatch(line -> line.contains("batch_cancelled"));
    assertThat(world.batches.cancel(TENANT, batch.id())).isEqualTo(ended);
  }

  @Test
  void aBatchThatIsCancelledBeforeItWasReadEndsAtOnce() throws Exception {
    Batch batch = world.create(lines(3));
    var unused = world.batches.cancel(TENANT, batch.id());

    world.work();

    Batch ended = world.get(batch);
    assertThat(ended.status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(ended.files()).isEqualTo(new Batch.FileIds(batch.files().input(), null, null));
  }

  @Test
  void aBatchPastItsWindowExpiresWithItsFinishedLines() throws Exception {
    Batch batch = world.create(lines(150));
    world.meanwhile =
        () -> {
          world.nodes.endAll();
          if (world.nodes.asked.size() > 120) {
            world.advance(BatchWorld.WINDOW);
          }
        };
    world.work();
    world.keeper.sweep();
    world.work();

    Batch ended = world.get(batch);
    assertThat(ended.status()).isEqualTo(BatchStatus.EXPIRED);
    int completed = ended.counts().completed();
    assertThat(completed).isBetween(100, 149);
    assertThat(world.contents.lines(ended.files().output())).hasSize(completed);
    assertThat(world.contents.lines(ended.files().error()))
        .hasSize(150 - completed)
        .allMatch(line -> line.contains("\"response\":null") && line.contains("batch_expired"));
  }

  @Test
  void aBatchThatNobodyReadsExpiresToo() throws Exception {
    Batch batch = world.create(lines(3));
    world.advance(BatchWorld.WINDOW);
    world.keeper.sweep();
    world.work();

    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.EXPIRED);
  }

  @Test
  void linesOfATenantThatIsGoneFail() throws Exception {
    Batch batch = world.create(lines(3));
    world.terms = Optional.empty();

    world.work();

    Batch done = world.get(batch);
    assertThat(done.counts()).isEqualTo(new Batch.Counts(3, 0, 3));
    assertThat(world.contents.lines(done.files().error())).allMatch(l -> l.contains("forbidden"));
    assertThat(world.nodes.asked).isEmpty();
  }

  @Test
  void aSliceThatCannotBeReadIsGivenBackAndTriedLater() throws Exception {
    Batch batch = world.create(lines(3));
    world.relay();
    world.worker.work(world.queue.remove(0));
    world.contents.delete(TENANT, batch.files().input());

    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(world.outbox.backlog(world.now())).isZero();
    world.advance(Duration.ofSeconds(5));
    assertThat(world.outbox.backlog(world.now())).isEqualTo(1);
  }

  @Test
  void aWorkerThatStopsGivesItsSliceBackWithWhatIsDone() throws Exception {
    Batch batch = world.create(lines(50));
    world.meanwhile =
        () -> {
          world.nodes.endAll();
          world.worker.stop();
        };
    world.relay();
    world.worker.work(world.queue.remove(0));
    world.relay();
    world.worker.work(world.queue.remove(0));

    int done = world.get(batch).counts().completed();
    assertThat(done).isBetween(6, 49);
    world.relay();
    assertThatThrownBy(() -> world.worker.work(world.queue.get(0)))
        .isInstanceOf(IllegalStateException.class);

    world.start(new Crashes(() -> false));
    world.meanwhile = () -> world.nodes.endAll();
    world.work();
    assertThat(world.get(batch).counts().completed()).isEqualTo(50);
    assertThat(world.nodes.asked).hasSize(50 - done);
  }

  @Test
  void aStepWhoseMessageCameAgainTooEarlyIsPostedAgainThoughTheServerIsBusy() throws Exception {
    Batch batch = world.create(lines(1));
    world.relay();
    boolean[] down = {true};
    world.start(new Crashes(() -> down[0] && world.claimed(batch)));
    assertThatThrownBy(() -> world.worker.work(world.queue.get(0)))
        .isInstanceOf(Crashes.Crash.class);

    down[0] = false;
    world.start(new Crashes(() -> false));
    world.worker.work(world.queue.remove(0));
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.VALIDATING);
    world.advance(BatchWorld.LEASE);
    world.busyKeeper().sweep();

    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void aStepWhoseMessageWasLaidAsideIsPostedAgainThoughTheServerIsBusy() throws Exception {
    Batch batch = world.create(lines(1));
    world.relay();
    world.queue.clear();
    world.advance(Duration.ofMillis(BatchMaintenance.PATIENCE));
    world.busyKeeper().sweep();
    assertThat(world.outbox.backlog(world.now())).isZero();

    world.advance(Duration.ofMillis(BatchMaintenance.LONG_PATIENCE));
    world.busyKeeper().sweep();

    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void doesNotTakeMessagesThatNameNoStep() {
    world.worker.work("slice:batch_1");
    world.worker.work("finish:batch_" + "0".repeat(32));
    world.worker.work("slice:batch_" + "0".repeat(32) + ":7");

    assertThat(world.worker.idle()).isTrue();
  }

  private JsonNode only(String file) throws Exception {
    assertThat(world.contents.lines(file)).hasSize(1);
    return new ObjectMapper().readTree(world.contents.lines(file).get(0));
  }
}
