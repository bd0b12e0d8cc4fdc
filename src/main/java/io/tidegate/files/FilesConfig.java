package io.tidegate.files;

import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * How much is kept, and how long.
 *
 * @param maxBytes the largest file that is taken in
 * @param maxTotalBytes the most that the files of a tenant may have together
 * @param keep how long files for and of batches are kept when nobody says
 */
public record FilesConfig(long maxBytes, long maxTotalBytes, Duration keep) {

  /** The configuration that {@code settings} give; defaults as OpenAI's limits. */
  public static FilesConfig from(Settings settings) {
    return new FilesConfig(
        settings.at("tidegate.files.max-bytes").size(512L << 20),
        settings.at("tidegate.files.max-total-bytes").size(10L << 30),
        settings.at("tidegate.files.keep").duration(Duration.ofDays(30)));
  }
}
