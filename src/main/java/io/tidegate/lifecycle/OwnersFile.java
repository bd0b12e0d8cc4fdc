package io.tidegate.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that nobody but its owner may read, where the file system knows owners. */
final class OwnersFile {

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rw-------");

  private OwnersFile() {}

  /** Makes {@code file} and its folders, or takes one that is there away from all others. */
  static void make(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    boolean owned = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.exists(file)) {
      if (owned) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
      } else {
        Files.createFile(file);
      }
    } else if (owned) {
      Files.setPosixFilePermissions(file, OWNERS);
    }
  }
}
