package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Files of a process that is running: what it deletes meanwhile is not there, and no error. */
public final class LiveFiles {

  private LiveFiles() {}

  /** The regular files below {@code directory}, in no order; some may be gone already. */
  public static List<Path> under(Path directory) {
    List<Path> files = new ArrayList<>();
    try {
      var unused =
          Files.walkFileTree(
              directory,
              new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                  if (attributes.isRegularFile()) {
                    files.add(file);
                  }
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed)
                    throws IOException {
                  return gone(file, failed);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failed)
                    throws IOException {
                  return failed == null ? FileVisitResult.CONTINUE : gone(folder, failed);
                }

                private FileVisitResult gone(Path file, IOException failed) throws IOException {
                  if (file.equals(directory) || !(failed instanceof NoSuchFileException)) {
                    throw failed;
                  }
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return files;
  }

  /** What {@code file} holds, a character a byte; empty when it is gone. */
  public static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (NoSuchFileException goneMeanwhile) {
      return "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
