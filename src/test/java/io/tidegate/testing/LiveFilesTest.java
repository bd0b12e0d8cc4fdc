package io.tidegate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFilesTest {

  @TempDir private Path folder;

  @Test
  void areFoundWhileOthersComeAndGo() throws Exception {
    Path kept = Files.writeString(Files.createDirectory(folder.resolve("kept")).resolve("a"), "a");
    AtomicBoolean done = new AtomicBoolean();
    Thread changing = new Thread(() -> comeAndGo(done));
    changing.start();
    try {
      for (int i = 0; i < 300; i++) {
        assertThat(LiveFiles.under(folder)).contains(kept);
      }
    } finally {
      done.set(true);
      changing.join();
    }
  }

  private void comeAndGo(AtomicBoolean done) {
    try {
      while (!done.get()) {
        Path directory = Files.createDirectory(folder.resolve("moving"));
        Path file = Files.writeString(directory.resolve("b"), "b");
        Files.delete(file);
        Files.delete(directory);
      }
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
