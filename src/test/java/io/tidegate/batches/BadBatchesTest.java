package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One batch or file that something is wrong with must not hold up those of others. */
final class BadBatchesTest {

  private static final String LONGEST_URL = "https://" + "a".repeat(2034) + ".com/x";

  private final BatchWorld world = new BatchWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWebhookWithALongHostKeepsNoBatchFromEnding() throws Exception {
    Batch whole = told(LONGEST_URL, lines(3));
    Batch invalid = told(LONGEST_URL, "{}");
    world.work();

    assertThat(world.get(whole).status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(world.get(invalid).status()).isEqualTo(BatchStatus.FAILED);
    assertThat(events()).isEqualTo(2);
  }

  @Test
  void anEventThatCannotBeWrittenKeepsNoBatchFromEnding() throws Exception {
    execute("alter table webhook add constraint odd check (subject = '')");
    Batch whole = told("https://receiver.example/", lines(3));
    Batch invalid = told("https://receiver.example/", "{}");
    world.work();

    assertThat(world.get(whole).status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(world.get(invalid).status()).isEqualTo(BatchStatus.FAILED);
    assertThat(events()).isZero();
  }

  @Test
  void aBatchThatCannotBePostedAgainHoldsUpNoOther() throws Exception {
    List<Batch> bad = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      bad.add(world.create(lines(1)));
    }
    String names = String.join("','", bad.stream().map(Batch::id).toList());
    execute(
        "alter table batch add constraint odd check (postings < 2 or id not in ('" + names + "'))");
    execute("update batch set tenant = 'somebody', lease_until = 1");
    Batch good = world.create(lines(1));
    world.relay();
    world.queue.clear();
    world.advance(Duration.ofMillis(BatchMaintenance.PATIENCE));
    world.keeper.sweep();
    world.work();

    assertThat(world.get(good).status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void aFileThatCannotBeReadIsTriedLaterAndNotForEver() throws Exception {
    int[] tries = {0};
    world.contents.opened =
        tenant -> {
          tries[0]++;
          throw new IllegalStateException("a test");
        };
    Batch bad = world.create(lines(1));
    world.work();
    assertThat(tries[0]).isEqualTo(1);

    for (int minutes = 0; minutes < 10; minutes++) {
      world.advance(Duration.ofMinutes(1));
      world.work();
    }

    assertThat(tries[0]).isEqualTo(5);
    assertThat(world.get(bad).status()).isEqualTo(BatchStatus.FAILED);
  }

  private Batch told(String url, String... lines) {
    String file = world.contents.upload(TENANT, "batch", String.join("\n", lines).getBytes(UTF_8));
    return world.batches.create(new NewBatch(TENANT, file, Operation.CHAT, Map.of(), null, url));
  }

  private long events() {
    return world.database.call(
        manager ->
            ((Number) manager.createNativeQuery("select count(*) from webhook").getSingleResult())
                .longValue());
  }

  private void execute(String change) {
    world.database.run(
        manager -> {
          var unused = manager.createNativeQuery(change).executeUpdate();
        });
  }
}
