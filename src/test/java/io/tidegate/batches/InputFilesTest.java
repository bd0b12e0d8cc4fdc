package io.tidegate.batches;

import static io.tidegate.files.FilesFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.batches.rows.JpaBatches;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.files.Files;
import io.tidegate.files.FilesFixture;
import io.tidegate.files.StoredBatchFiles;
import io.tidegate.store.Ids;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No batch stands on a file that is not there, however close its deletion comes. */
final class InputFilesTest {

  private static final int ROUNDS = 40;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsDeletedWhileABatchIsTakenInRefusesIt(boolean postgres) {
    try (FilesFixture fixture = fixture(postgres)) {
      String file = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
      Batches batches = batches(fixture, () -> fixture.files.delete(ANNA, file));

      Failure refused = failure(() -> create(batches, file));

      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_VALUE);
      assertThat(refused.param()).isEqualTo("input_file_id");
      assertThat(batches.list(ANNA, null, 10).items()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatExpiresWhileABatchIsTakenInRefusesIt(boolean postgres) {
    try (FilesFixture fixture = fixture(postgres)) {
      String file = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
      fixture.pass(FilesFixture.CONFIG.keep());
      Batches batches = batches(fixture, fixture.files::sweep);

      assertThat(failure(() -> create(batches, file)).param()).isEqualTo("input_file_id");

      assertThat(batches.list(ANNA, null, 10).items()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatABatchHasTakenIsNeitherDeletedNorExpires(boolean postgres) {
    try (FilesFixture fixture = fixture(postgres)) {
      String file = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
      create(batches(fixture, () -> {}), file);

      Failure refused = failure(() -> fixture.files.delete(ANNA, file));
      fixture.pass(FilesFixture.CONFIG.keep());
      fixture.files.sweep();

      assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
      assertThat(fixture.files.read(ANNA, file, 0, 1)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofABatchAndADeletionInOneMomentOneLoses(boolean postgres) throws Exception {
    try (FilesFixture fixture = fixture(postgres)) {
      Batches batches = batches(fixture, () -> {});
      for (int round = 1; round <= ROUNDS; round++) {
        String file = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
        Failure[] failures = new Failure[2];

        StartGate.run(
            2,
            thread ->
                failures[thread] =
                    failure(
                        thread == 0
                            ? () -> create(batches, file)
                            : () -> fixture.files.delete(ANNA, file)));

        boolean taken = failures[0] == null;
        assertThat(taken).as("round %d", round).isEqualTo(failures[1] != null);
        assertThat(taken ? failures[1].code() : failures[0].code())
            .isEqualTo(taken ? ErrorCode.CONFLICT : ErrorCode.INVALID_VALUE);
        assertThat(fixture.files.list(ANNA, null, null, 100, false).items())
            .filteredOn(left -> left.id().equals(file))
            .hasSize(taken ? 1 : 0);
      }
    }
  }

  private static FilesFixture fixture(boolean postgres) {
    TestDatabase database = postgres ? TestDatabase.postgres() : TestDatabase.h2();
    return new FilesFixture(database, new JpaBatches(database.database()));
  }

  /** Batches that do {@code meanwhile} once the file was found, and before the batch is kept. */
  private static Batches batches(FilesFixture fixture, Runnable meanwhile) {
    return new Batches(
        new Batches.Parts(
            new JpaBatches(fixture.database.database()),
            new StoredBatchFiles(fixture.files),
            (tenant, asked) -> {
              meanwhile.run();
              return Optional.empty();
            },
            () -> fixture.now,
            new Ids(new Random(1))),
        Duration.ofHours(1),
        2 * ROUNDS);
  }

  private static void create(Batches batches, String file) {
    var unused = batches.create(new NewBatch(ANNA, file, Operation.CHAT, Map.of(), null, null));
  }

  /** Why {@code act} was refused; null if it was not. */
  private static Failure failure(ThrowingCallable act) {
    FailureException refused = catchThrowableOfType(FailureException.class, act);
    return refused == null ? null : refused.failure();
  }
}
