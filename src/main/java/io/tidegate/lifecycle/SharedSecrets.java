package io.tidegate.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes the secrets that a server hashes API keys with and seals what it stores by, in its
 * environment file, so that keys can be made and nothing lies in clear from the first start on. A
 * server with a database of its owner's has none made: it shares them with the others at that
 * database.
 */
final class SharedSecrets {

  private static final String DATABASE = "TIDEGATE_DATABASE_URL";

  private final Path environment;
  private final RandomGenerator random;

  private SharedSecrets(Path environment, RandomGenerator random) {
    this.environment = environment;
    this.random = random;
  }

  /** Adds those that {@code environment}, lines of {@code NAME=value}, has not. */
  static void create(Path environment, RandomGenerator random) {
    SharedSecrets secrets = new SharedSecrets(environment, random);
    try {
      secrets.create("TIDEGATE_KEYS_SECRET", 16);
      secrets.create("TIDEGATE_STORAGE_KEYS", 32);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void create(String name, int bytes) throws IOException {
    String lines = Files.exists(environment) ? Files.readString(environment) : "";
    Pattern set = Pattern.compile("^(" + name + "(_FILE)?|" + DATABASE + ")=", Pattern.MULTILINE);
    if (set.matcher(lines).find()) {
      return;
    }
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    OwnersFile.make(environment);
    // The last line of a file that was written by hand may lack its end.
    Files.writeString(
        environment,
        (lines.isEmpty() || lines.endsWith("\n") ? "" : "\n")
            + (name + "=" + HexFormat.of().formatHex(secret) + "\n"),
        StandardOpenOption.APPEND);
  }
}
