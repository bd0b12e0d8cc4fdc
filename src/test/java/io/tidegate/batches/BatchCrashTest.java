package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.steps.OffPeak;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules of crashes, answers, cancellations and lost messages; laws at the end. */
class BatchCrashTest {

  private static final int SCHEDULES = 15;
  private static final int CRASHES = 6;

  private final Random seeds = new Random();

  private BatchWorld world;
  private Random random;
  private int crashes;

  @Test
  void whateverCrashesEachLineStandsOnceInOneFile() throws Exception {
    for (int i = 0; i < SCHEDULES; i++) {
      long seed = seeds.nextLong();
      try {
        schedule(seed);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("with seed " + seed + "L: " + failure, failure);
      }
    }
  }

  private void schedule(long seed) throws Exception {
    random = new Random(seed);
    crashes = 0;
    try (BatchWorld fresh = new BatchWorld(random, OffPeak.always())) {
      world = fresh;
      world.start(new Crashes(this::crash));
      int total = 1 + random.nextInt(350);
      List<Batch> batches = new ArrayList<>();
      batches.add(world.create(lines(total)));
      batches.add(world.create(lines(total)));
      int cancelAt = random.nextBoolean() ? random.nextInt(2 * total) : Integer.MAX_VALUE;
      int expireAt = random.nextInt(4) == 0 ? random.nextInt(2 * total) : Integer.MAX_VALUE;
      int[] ran = {0};
      for (int steps = 0; !ended(batches); steps++) {
        assertThat(steps).as("steps").isLessThan(2000);
        world.meanwhile =
            () -> {
              ran[0] += some();
              if (ran[0] > cancelAt && !world.get(batches.get(0)).status().isFinal()) {
                var unused = world.batches.cancel(TENANT, batches.get(0).id());
              }
              if (ran[0] > expireAt) {
                world.advance(BatchWorld.WINDOW);
              }
            };
        step();
      }
      for (Batch batch : batches) {
        check(world.get(batch), total);
      }
    }
  }

  private boolean ended(List<Batch> batches) {
    return batches.stream().allMatch(batch -> world.get(batch).status().isFinal());
  }

  private boolean crash() {
    boolean crash = crashes < CRASHES && random.nextInt(25) == 0;
    crashes += crash ? 1 : 0;
    return crash;
  }

  /** Answers some of the calls, in any order. */
  private int some() {
    int answered = 0;
    for (FakeNodes.Pending each : List.copyOf(world.nodes.pending)) {
      if (random.nextInt(3) > 0) {
        each.end(answer(each.call()));
        answered++;
      }
    }
    return answered;
  }

  private CollectedAnswer answer(Call call) {
    return switch (random.nextInt(12)) {
      case 0 -> FakeNodes.failure(ErrorCode.UPSTREAM_FAILED);
      case 1 -> FakeNodes.failure(ErrorCode.GATEWAY_OVERLOADED);
      case 2 -> FakeNodes.answer(400, "{\"error\":\"" + call.id() + "\"}");
      default -> FakeNodes.answer(200, "{\"echo\":\"" + call.id() + "\"}");
    };
  }

  private void step() throws Exception {
    world.relay();
    if (world.queue.isEmpty()) {
      world.advance(Duration.ofSeconds(30));
      world.keeper.sweep();
      return;
    }
    String message = world.queue.remove(random.nextInt(world.queue.size()));
    if (random.nextInt(20) == 0) {
      // Messages are lost as well, which a broker should not do.
      return;
    }
    try {
      world.worker.work(message);
    } catch (Crashes.Crash gone) {
      world.queue.add(message);
      world.start(new Crashes(this::crash));
    }
  }

  private void check(Batch batch, int total) throws Exception {
    Map<String, JsonNode> output = file(batch.files().output());
    Map<String, JsonNode> error = file(batch.files().error());
    assertThat(output).hasSize(batch.counts().completed());
    if (batch.times().inProgress() == 0) {
      assertThat(error).isEmpty();
      return;
    }
    assertThat(batch.counts().total()).isEqualTo(total);
    assertThat(output.size() + error.size()).isEqualTo(total);
    assertThat(Collections.disjoint(output.keySet(), error.keySet())).isTrue();
    output.forEach(
        (id, line) ->
            assertThat(line.at("/response/body/echo").asText()).isEqualTo(callOf(batch, id)));
    long unrun = error.values().stream().filter(line -> line.path("response").isNull()).count();
    assertThat(batch.counts().failed() + unrun).isEqualTo(error.size());
    if (batch.status() == BatchStatus.COMPLETED) {
      assertThat(unrun).isZero();
    }
    long tokens = output.size() + countOf(error, 400);
    assertThat(batch.tokens().output()).isEqualTo(tokens);
    assertThat(filesOf(batch)).isEqualTo((output.isEmpty() ? 0 : 1) + (error.isEmpty() ? 0 : 1));
  }

  private int filesOf(Batch batch) {
    return world.contents.named(TENANT, "batch_output", batch.id() + "_output.jsonl", 0).size()
        + world.contents.named(TENANT, "batch_output", batch.id() + "_error.jsonl", 0).size();
  }

  private static String callOf(Batch batch, String customId) {
    return batch.id() + "-" + (1 + Integer.parseInt(customId.substring("r-".length())));
  }

  private static long countOf(Map<String, JsonNode> lines, int status) {
    return lines.values().stream()
        .filter(line -> line.at("/response/status_code").asInt() == status)
        .count();
  }

  private Map<String, JsonNode> file(String id) throws Exception {
    Map<String, JsonNode> lines = new HashMap<>();
    for (String text : id == null ? List.<String>of() : world.contents.lines(id)) {
      JsonNode line = new ObjectMapper().readTree(text);
      assertThat(lines.put(line.path("custom_id").asText(), line)).as("twice").isNull();
    }
    return lines;
  }
}
