package io.tidegate.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes the first administrator of a server that has no users yet: a configuration file with a
 * random password, readable by the server's owner only.
 */
final class AdminAccount {

  private static final int PASSWORD_BYTES = 16;

  /** Also in the server's archive, where {@code first-start.sh} fills it in. */
  private static final String TEMPLATE = "admin.xml";

  private AdminAccount() {}

  /** Makes {@code file} unless there is one; the server finds it by itself. */
  static void create(Path file, RandomGenerator random) {
    if (Files.exists(file)) {
      return;
    }
    byte[] password = new byte[PASSWORD_BYTES];
    random.nextBytes(password);
    try {
      OwnersFile.make(file);
      Files.writeString(
          file,
          template().replace("@password@", HexFormat.of().formatHex(password)),
          StandardOpenOption.WRITE);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static String template() throws IOException {
    try (InputStream file = AdminAccount.class.getResourceAsStream(TEMPLATE)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
