package io.tidegate.batches;

import static io.tidegate.files.FilesFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.batches.rows.JpaBatches;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.files.Files;
import io.tidegate.files.FilesFixture;
import io.tidegate.files.StoredBatchFiles;
import io.tidegate.store.Ids;
import io.tidegate.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that nothing can have, which PostgreSQL refuses to look for. */
final class OddIdsTest {

  private static final FilesFixture FIXTURE = new FilesFixture(TestDatabase.postgres());

  private final Files files = FIXTURE.files;
  private final Batches batches =
      new Batches(
          new Batches.Parts(
              new JpaBatches(FIXTURE.database.database()),
              new StoredBatchFiles(files),
              (tenant, asked) -> Optional.empty(),
              () -> FIXTURE.now,
              new Ids(new Random(1))),
          Duration.ofHours(1),
          3);

  @AfterAll
  static void close() {
    FIXTURE.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "file-\0", "batch_\ud800", "file-' or 1 = 1", ""})
  void nameNothing(String id) {
    assertThat(code(() -> files.get(ANNA, id))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(() -> files.open(ANNA, id).close())).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(() -> files.delete(ANNA, id))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(files.list(ANNA, null, id, 5, false).items()).isEmpty();
    assertThat(files.list(ANNA, id + "\0", null, 5, false).items()).isEmpty();
    assertThat(code(() -> batches.get(ANNA, id))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(() -> batches.cancel(ANNA, id))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(batches.list(ANNA, id, 5).items()).isEmpty();
    NewBatch batch = new NewBatch(ANNA, id, Operation.CHAT, Map.of(), null, null);
    assertThat(code(() -> batches.create(batch))).isEqualTo(ErrorCode.INVALID_VALUE);
  }

  private static ErrorCode code(ThrowingCallable question) {
    return catchThrowableOfType(FailureException.class, question).failure().code();
  }
}
