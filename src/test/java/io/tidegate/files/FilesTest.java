package io.tidegate.files;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;
import static io.tidegate.files.FilesFixture.ANNA;
import static io.tidegate.files.FilesFixture.BEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.store.Page;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class FilesTest {

  @RegisterExtension final FilesFixture fixture = new FilesFixture();
  private final Files files = fixture.files;

  @Test
  void aStoredFileIsFoundWithAllThatIsKnownOfIt() throws IOException {
    StoredFile stored = fixture.store(ANNA, "ebb and flood");

    assertThat(stored.id()).matches("file-[0-9a-f]{32}");
    assertThat(stored)
        .isEqualTo(
            new StoredFile(
                stored.id(), ANNA, "user_data", "in.jsonl", 13, fixture.now.toEpochMilli(), 0));
    assertThat(files.get(ANNA, stored.id())).isEqualTo(stored);
    try (InputStream in = files.open(ANNA, stored.id())) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("ebb and flood");
    }
  }

  @Test
  void anEmptyFileIsOneToo() throws IOException {
    StoredFile stored = fixture.store(ANNA, "");

    assertThat(files.get(ANNA, stored.id()).bytes()).isZero();
    try (InputStream in = files.open(ANNA, stored.id())) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void anotherTenantSeesNothingOfIt() {
    String id = fixture.store(ANNA, "secret").id();

    assertFails(NOT_FOUND, () -> files.get(BEN, id));
    assertFails(NOT_FOUND, () -> files.open(BEN, id));
    assertFails(NOT_FOUND, () -> files.read(BEN, id, 0, 1));
    assertFails(NOT_FOUND, () -> files.delete(BEN, id));
    assertThat(files.list(BEN, null, null, 10, false).items()).isEmpty();
    assertThat(files.list(BEN, null, id, 10, false).items()).isEmpty();
    assertThat(files.get(ANNA, id)).isNotNull();
  }

  @Test
  void aFileIsSeenByNobodyBeforeItIsWhole() throws IOException {
    files.store(
        new NewFile(ANNA, "batch", "in.jsonl", null),
        out -> {
          out.write(new byte[FileStore.PIECE + 1]);
          assertThat(files.list(ANNA, null, null, 10, false).items()).isEmpty();
        });

    assertThat(files.list(ANNA, null, null, 10, false).items()).hasSize(1);
  }

  @Test
  void nothingStaysOfAnUploadThatBroke() {
    IOException broken = new IOException("gone");

    assertThatThrownBy(
            () ->
                files.store(
                    new NewFile(ANNA, "batch", "in.jsonl", null),
                    out -> {
                      out.write(new byte[2 * FileStore.PIECE + 1]);
                      throw broken;
                    }))
        .isSameAs(broken);

    assertNothingIsLeft();
  }

  @Test
  void anOwnerHasAllItsFilesInPagesInEitherOrder() {
    List<StoredFile> stored = new ArrayList<>();
    for (int file = 0; file < 7; file++) {
      // Three of them at the same time: their ids decide.
      fixture.pass(Duration.ofMillis(file == 3 || file == 4 ? 0 : 5));
      stored.add(fixture.store(ANNA, "file " + file));
    }

    for (boolean oldestFirst : new boolean[] {true, false}) {
      List<StoredFile> paged = paged(oldestFirst);
      assertThat(paged).containsExactlyInAnyOrderElementsOf(stored);
      for (int at = 1; at < paged.size(); at++) {
        assertThat(paged.get(at).created() - paged.get(at - 1).created())
            .matches(step -> oldestFirst ? step >= 0 : step <= 0);
      }
      assertThat(files.list(ANNA, null, paged.get(6).id(), 3, oldestFirst))
          .isEqualTo(new Page<>(List.of(), false));
    }
  }

  private List<StoredFile> paged(boolean oldestFirst) {
    List<StoredFile> all = new ArrayList<>();
    Page<StoredFile> page = files.list(ANNA, null, null, 3, oldestFirst);
    all.addAll(page.items());
    while (page.more()) {
      page = files.list(ANNA, null, all.get(all.size() - 1).id(), 3, oldestFirst);
      all.addAll(page.items());
    }
    return all;
  }

  @Test
  void theListIsOfOnePurposeIfThatIsAsked() {
    StoredFile input = fixture.store(ANNA, Files.BATCH, new byte[] {1});
    fixture.store(ANNA, "no batch");

    assertThat(files.list(ANNA, Files.BATCH, null, 10, false).items()).containsExactly(input);
    assertThat(files.list(ANNA, "vision", null, 10, false).items()).isEmpty();
  }

  @Test
  void aCursorThatIsGoneGivesAnEmptyPage() {
    fixture.store(ANNA, "one");

    assertThat(files.list(ANNA, null, "file-unknown", 10, false))
        .isEqualTo(new Page<>(List.of(), false));
  }

  @Test
  void aDeletedFileIsGoneWithItsPieces() {
    String id = fixture.store(ANNA, "user_data", new byte[3 * FileStore.PIECE]).id();

    files.delete(ANNA, id);

    assertFails(NOT_FOUND, () -> files.get(ANNA, id));
    assertFails(NOT_FOUND, () -> files.delete(ANNA, id));
    assertNothingIsLeft();
  }

  @Test
  void aFileThatABatchReadsIsNotDeleted() {
    String id = fixture.store(ANNA, "lines").id();
    fixture.inUse.add(id);

    assertFails(CONFLICT, () -> files.delete(ANNA, id));
    assertThat(files.get(ANNA, id)).isNotNull();
  }

  @Test
  void readingADeletedFileToItsEndFailsInsteadOfEndingEarly() throws IOException {
    String id = fixture.store(ANNA, "user_data", new byte[2 * FileStore.PIECE]).id();
    try (InputStream in = files.open(ANNA, id)) {
      assertThat(in.readNBytes(10)).hasSize(10);

      files.delete(ANNA, id);

      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void filesForBatchesExpireByThemselvesOthersOnlyIfToldTo() throws IOException {
    String input = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
    String output = fixture.store(ANNA, Files.BATCH_OUTPUT, new byte[1]).id();
    String kept = fixture.store(ANNA, "stays").id();
    String told =
        files
            .store(new NewFile(ANNA, "vision", "a.png", Duration.ofHours(1)), out -> out.write(1))
            .id();

    fixture.pass(Duration.ofHours(1));
    files.sweep();
    assertFails(NOT_FOUND, () -> files.get(ANNA, told));
    assertThat(files.list(ANNA, null, null, 10, false).items()).hasSize(3);

    fixture.pass(FilesFixture.CONFIG.keep());
    files.sweep();
    assertFails(NOT_FOUND, () -> files.get(ANNA, input));
    assertFails(NOT_FOUND, () -> files.get(ANNA, output));
    assertThat(files.get(ANNA, kept).expires()).isZero();
  }

  @Test
  void anExpiredFileStaysWhileABatchReadsIt() {
    String id = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
    fixture.inUse.add(id);
    fixture.pass(FilesFixture.CONFIG.keep());

    files.sweep();
    assertThat(files.get(ANNA, id)).isNotNull();

    fixture.inUse.clear();
    files.sweep();
    assertFails(NOT_FOUND, () -> files.get(ANNA, id));
  }

  @Test
  void whatAServerThatDiedLeftIsRemovedAfterADay() {
    fixture.store.begin("file-left", ANNA, fixture.now.toEpochMilli());
    fixture.store.put("file-left", 0, new byte[] {1});
    fixture.pass(Duration.ofDays(1));

    files.sweep();
    assertThat(fixture.store.piece("file-left", 0)).isNotNull();

    fixture.pass(Duration.ofMillis(1));
    files.sweep();
    assertNothingIsLeft();
  }

  @Test
  void aHalfRemovedFileIsRemovedForGood() {
    String id = fixture.store(ANNA, "half").id();
    assertThat(fixture.store.hide(id)).isEqualTo(FileStore.Hiding.DONE);

    files.sweep();

    assertNothingIsLeft();
  }

  @Test
  void aFileOverTheLimitIsRefusedAndNothingOfItStays() {
    byte[] most = new byte[(int) FilesFixture.CONFIG.maxBytes()];
    assertThat(fixture.store(ANNA, "user_data", most).bytes()).isEqualTo(most.length);

    byte[] more = new byte[most.length + 1];
    assertFails(REQUEST_TOO_LARGE, () -> fixture.store(BEN, "user_data", more));
    assertThat(fixture.store.total(BEN)).isZero();
    assertThat(fixture.store(ANNA, Files.BATCH_OUTPUT, more).bytes()).isEqualTo(more.length);
  }

  @Test
  void theFilesOfATenantTogetherHaveALimitToo() {
    byte[] large = new byte[3 << 20];
    fixture.store(ANNA, "user_data", large);
    String second = fixture.store(ANNA, "user_data", large).id();

    FailureException refused =
        assertFails(REQUEST_TOO_LARGE, () -> fixture.store(ANNA, "user_data", large));
    assertThat(refused.failure().message()).contains("delete some");
    assertThat(fixture.store(BEN, "user_data", large)).isNotNull();
    assertThat(fixture.store(ANNA, Files.BATCH_OUTPUT, large)).isNotNull();
    assertFails(REQUEST_TOO_LARGE, () -> fixture.store(ANNA, ""));

    files.delete(ANNA, second);
    assertThat(fixture.store(ANNA, "small again")).isNotNull();
  }

  private void assertNothingIsLeft() {
    assertThat(fixture.rows()).isZero();
  }

  private static FailureException assertFails(ErrorCode code, ThrowingCallable call) {
    FailureException failed = catchThrowableOfType(FailureException.class, call);
    assertThat(failed).isNotNull();
    assertThat(failed.failure().code()).isEqualTo(code);
    return failed;
  }
}
