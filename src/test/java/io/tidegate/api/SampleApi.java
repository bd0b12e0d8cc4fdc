package io.tidegate.api;

import io.tidegate.settings.Settings;
import java.util.Map;

/** How clients are served in tests. */
final class SampleApi {

  private SampleApi() {}

  /** As shipped, but that streams may be silent for so many seconds, and plain answers twice. */
  static ApiConfig silentFor(int seconds) {
    return ApiConfig.from(
        new Settings(
            Map.of(
                "tidegate.api.heartbeat", "PT" + seconds + "S",
                "tidegate.api.plain-heartbeat", "PT" + 2 * seconds + "S")));
  }
}
