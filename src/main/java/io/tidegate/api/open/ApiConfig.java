package io.tidegate.api.open;

import io.tidegate.api.entry.AllowedOrigins;
import io.tidegate.api.entry.HttpTrustedProxies;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How clients are served.
 *
 * @param maxRequest the largest request body in bytes
 * @param heartbeat how long a stream may be silent before a comment keeps it open
 * @param plainHeartbeat how long a plain answer may be silent before a line feed keeps it open, if
 *     a node has begun to reply with a success; zero: none ever does
 * @param shedAfter how long a request may wait for one of the server's threads before some are
 *     refused unread; zero: none ever is
 * @param computeModel the model behind {@code /api/compute}, or nothing for the first one served
 * @param allowedOrigins the origins of whose pages scripts may speak to the API
 * @param trustedProxies whose word is taken that a request came by TLS
 */
public record ApiConfig(
    int maxRequest,
    Duration heartbeat,
    Duration plainHeartbeat,
    Duration shedAfter,
    Optional<String> computeModel,
    AllowedOrigins allowedOrigins,
    HttpTrustedProxies trustedProxies) {

  private static final String ORIGINS = "tidegate.api.allowed-origins";
  private static final String PROXIES = "tidegate.api.trusted-proxies";

  /** The configuration that {@code settings} give. */
  public static ApiConfig from(Settings settings) {
    return new ApiConfig(
        settings.at("tidegate.api.max-request-size").bytes(32 << 20),
        settings.at("tidegate.api.heartbeat").duration(Duration.ofSeconds(10)),
        settings.at("tidegate.api.plain-heartbeat").window(Duration.ofSeconds(25)),
        settings.at("tidegate.api.shed-after").window(Duration.ofMillis(500)),
        settings.text("tidegate.api.compute-model"),
        origins(settings.list(ORIGINS)),
        proxies(settings.list(PROXIES)));
  }

  /** Whoever is on this machine could listen on the port as well. */
  private static HttpTrustedProxies proxies(List<String> list) {
    try {
      return HttpTrustedProxies.of(list.isEmpty() ? List.of("127.0.0.0/8", "::1") : list);
    } catch (IllegalArgumentException wrong) {
      throw new SettingException(PROXIES, wrong.getMessage());
    }
  }

  private static AllowedOrigins origins(List<String> list) {
    try {
      return AllowedOrigins.of(list);
    } catch (IllegalArgumentException wrong) {
      throw new SettingException(ORIGINS, wrong.getMessage());
    }
  }
}
