package io.tidegate.lifecycle;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the administrators of the servers that the build makes. One made at the start is a change
 * of the running configuration, and so starts the application twice.
 */
public final class AdminAccountMain {

  private AdminAccountMain() {}

  /** Makes one in each file that {@code arguments} name, unless it is there. */
  public static void main(String[] arguments) {
    RandomGenerator random = new SecureRandom();
    for (String file : arguments) {
      AdminAccount.create(Path.of(file), random);
    }
  }
}
