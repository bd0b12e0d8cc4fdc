package io.tidegate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFilesTest {

  @TempDir private Path folder;

  /** With {@code Files.walk} in its place two rounds of three fail. */
  @Test
  void areFoundWhileOthersAreDeleted() throws Exception {
    Path kept = Files.writeString(Files.createDirectory(folder.resolve("kept")).resolve("a"), "a");
    for (int round = 0; round < 20; round++) {
      Path directory = Files.createDirectory(folder.resolve("round" + round));
      for (int i = 0; i < 300; i++) {
        Files.writeString(directory.resolve("file" + i), "b");
      }
      CountDownLatch begun = new CountDownLatch(1);
      Thread deleting = new Thread(() -> delete(directory, begun));
      deleting.start();
      begun.await();
      try {
        assertThat(LiveFiles.under(folder)).contains(kept);
      } finally {
        deleting.join();
      }
    }
  }

  private static void delete(Path directory, CountDownLatch begun) {
    begun.countDown();
    try {
      for (int i = 0; i < 300; i++) {
        Files.delete(directory.resolve("file" + i));
      }
      Files.delete(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void holdNothingOnceTheyAreGone() {
    assertThat(LiveFiles.content(folder.resolve("gone"))).isEmpty();
  }

  @Test
  void ofADirectoryThatIsNotThereAreAnError() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> LiveFiles.under(folder.resolve("gone")));
  }
}
