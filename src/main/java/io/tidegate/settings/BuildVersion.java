package io.tidegate.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the gateway, as the build wrote it down. */
public final class BuildVersion {

  private static final String FILE = "version.properties";
  private static final String UNKNOWN = "unknown";

  private BuildVersion() {}

  /** The version, such as {@code 0.1.0}; {@code unknown} for classes that no build has packed. */
  public static String current() {
    try (InputStream file = BuildVersion.class.getResourceAsStream(FILE)) {
      if (file == null) {
        return UNKNOWN;
      }
      Properties told = new Properties();
      told.load(file);
      return told.getProperty("version", UNKNOWN);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
