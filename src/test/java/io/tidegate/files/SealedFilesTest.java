package io.tidegate.files;

import static io.tidegate.exchange.ErrorCode.STORED_DATA_UNREADABLE;
import static io.tidegate.files.FilesFixture.ANNA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.FailureException;
import io.tidegate.sealing.SampleSealing;
import io.tidegate.sealing.Sealing;
import io.tidegate.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFilesTest {

  private static final String MARK = "tidegate-mark-of-a-file";

  @TempDir private Path folder;

  @Test
  void areNowhereInTheFilesOfH2AndWithoutAKeyTheyAre() {
    try (TestDatabase clear = TestDatabase.h2(folder.resolve("clear"));
        TestDatabase sealed = TestDatabase.h2(folder.resolve("sealed"))) {
      assertThat(holdsItsFiles(clear, Sealing.none())).isTrue();
      assertThat(holdsItsFiles(sealed, SampleSealing.by("a"))).isFalse();
    }
  }

  @Test
  void areNowhereInTheFilesOfPostgresAndWithoutAKeyTheyAre() {
    // All its databases lie in one directory: what is sealed goes first.
    try (TestDatabase sealed = TestDatabase.postgres();
        TestDatabase clear = TestDatabase.postgres()) {
      assertThat(holdsItsFiles(sealed, SampleSealing.by("a"))).isFalse();
      assertThat(holdsItsFiles(clear, Sealing.none())).isTrue();
    }
  }

  private static boolean holdsItsFiles(TestDatabase database, Sealing sealing) {
    FilesFixture fixture = new FilesFixture(database, sealing);
    fixture.store(ANNA, "one line with the " + MARK);
    return database.holds(MARK);
  }

  @Test
  void areReadFromAnyPlaceAsIfTheyWereClear() throws IOException {
    byte[] content = new byte[2 * FileStore.PIECE + 1000];
    new Random(1).nextBytes(content);
    try (FilesFixture fixture = new FilesFixture()) {
      StoredFile file = fixture.store(ANNA, "user_data", content);

      assertThat(fixture.files.open(ANNA, file.id()).readAllBytes()).isEqualTo(content);
      assertThat(fixture.files.read(ANNA, file.id(), FileStore.PIECE - 1L, 2))
          .containsExactly(content[FileStore.PIECE - 1], content[FileStore.PIECE]);
      assertThat(file.bytes()).isEqualTo(content.length);
    }
  }

  @Test
  void ofAKeyThatIsGoneAreUnreadableAndTheOthersAreNot() throws IOException {
    try (TestDatabase database = TestDatabase.h2()) {
      StoredFile old = new FilesFixture(database, SampleSealing.by("a")).store(ANNA, "old");
      FilesFixture other = new FilesFixture(database, SampleSealing.by("b"));

      assertThatExceptionOfType(FailureException.class)
          .isThrownBy(() -> other.files.open(ANNA, old.id()))
          .satisfies(told -> assertThat(told.failure().code()).isEqualTo(STORED_DATA_UNREADABLE));
      Files rotated = new FilesFixture(database, SampleSealing.by("ba")).files;
      assertThat(rotated.open(ANNA, old.id()).readAllBytes()).isEqualTo("old".getBytes(UTF_8));
    }
  }
}
