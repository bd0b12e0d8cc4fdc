package io.tidegate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the first administrator of a server that has no users yet: a configuration file with a
 * random password, readable by the server's owner only.
 */
final class AdminAccount {

  private static final int PASSWORD_BYTES = 16;
  private static final String CONFIGURATION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <server description="Made once; delete it to get a new password at the next start.">
        <basicRegistry id="basic" realm="tidegate">
          <user name="admin" password="%s"/>
          <group name="admin">
            <member name="admin"/>
          </group>
        </basicRegistry>
        <administrator-role>
          <user>admin</user>
        </administrator-role>
      </server>
      """;

  private AdminAccount() {}

  /** Makes {@code file} unless there is one; the server finds it by itself. */
  static void create(Path file, RandomGenerator random) {
    if (Files.exists(file)) {
      return;
    }
    byte[] password = new byte[PASSWORD_BYTES];
    random.nextBytes(password);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      createForOwner(file);
      Files.writeString(
          file,
          CONFIGURATION.formatted(HexFormat.of().formatHex(password)),
          StandardOpenOption.WRITE);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void createForOwner(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }
}
