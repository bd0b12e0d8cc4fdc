package io.tidegate.lifecycle;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes what the servers of the build keep secret before their first start, as {@code
 * first-start.sh} does for those of the archive. An administrator who is made at the start is a
 * change of the running configuration, and so starts the application twice.
 */
public final class FirstSecretsMain {

  private FirstSecretsMain() {}

  /** Makes what is not there yet in the folder of each server that {@code arguments} name. */
  public static void main(String[] arguments) {
    RandomGenerator random = new SecureRandom();
    for (String argument : arguments) {
      Path server = Path.of(argument);
      AdminAccount.create(server.resolve("configDropins/overrides/admin.xml"), random);
      SharedSecrets.create(server.resolve("server.env"), random);
    }
  }
}
