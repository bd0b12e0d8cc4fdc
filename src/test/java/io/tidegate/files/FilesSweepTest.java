package io.tidegate.files;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.files.FilesFixture.ANNA;
import static io.tidegate.files.FilesFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that cannot be removed, or not yet, hold up no others. */
final class FilesSweepTest {

  @RegisterExtension final FilesFixture fixture = new FilesFixture();
  private final Files files = fixture.files;

  @Test
  void manyFilesThatBatchesReadHoldUpNoOtherThatExpired() {
    for (int i = 0; i < 120; i++) {
      fixture.inUse.add(fixture.store(ANNA, Files.BATCH, new byte[1]).id());
    }
    String free = fixture.store(BEN, Files.BATCH, new byte[1]).id();
    fixture.pass(FilesFixture.CONFIG.keep());

    files.sweep();

    assertGone(free);
  }

  @Test
  void aFileThatCannotBeRemovedHoldsUpNoOther() {
    String bad = fixture.store(ANNA, Files.BATCH, new byte[1]).id();
    String good = fixture.store(BEN, Files.BATCH, new byte[1]).id();
    fixture.database.execute(
        "alter table stored_file add constraint odd check (state <> 'DELETING' or id <> '"
            + bad
            + "')");
    fixture.pass(FilesFixture.CONFIG.keep());

    files.sweep();
    files.sweep();

    assertThat(files.get(ANNA, bad)).isNotNull();
    assertGone(good);
  }

  private void assertGone(String id) {
    assertThatThrownBy(() -> files.get(BEN, id)).hasMessageContaining(NOT_FOUND.code());
  }
}
