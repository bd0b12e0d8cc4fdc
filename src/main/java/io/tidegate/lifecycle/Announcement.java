package io.tidegate.lifecycle;

import io.tidegate.GatewayConfig;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tells once, when the server has started, where everything is. */
final class Announcement {

  /** The server says that it is ready about when the application is; ours comes after it. */
  private static final int BEATS = 20;

  private final GatewayConfig config;
  private final BooleanSupplier ready;
  private final Runnable before;
  private int beats;

  /** An announcement for a server that is {@code ready}; {@code before} is done first. */
  Announcement(GatewayConfig config, BooleanSupplier ready, Runnable before) {
    this.before = before;
    this.config = config;
    this.ready = ready;
  }

  void beat() {
    if (beats < BEATS && (beats < BEATS - 1 || ready.getAsBoolean()) && ++beats == BEATS) {
      before.run();
      text().ifPresent(System.out::println);
    }
  }

  private Optional<String> text() {
    return config
        .url()
        .map(
            url ->
                "Tidegate is ready. API: "
                    + url
                    + "/v1  OpenAPI: "
                    + url
                    + "/openapi/ui  Metrics: "
                    + url
                    + "/metrics  Health: "
                    + url
                    + "/health"
                    + "  Console: "
                    + url
                    + "/"
                    + config.consoleUrl().map(center -> "  Admin Center: " + center).orElse("")
                    + config
                        .adminFile()
                        .map(file -> "  (user admin, password in " + file + ")")
                        .orElse(""));
  }
}
