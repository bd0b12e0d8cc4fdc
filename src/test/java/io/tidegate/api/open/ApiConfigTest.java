package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.entry.AllowedOrigins;
import io.tidegate.api.entry.HttpTrustedProxies;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConfigTest {

  @Test
  void hasDefaults() {
    assertThat(ApiConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new ApiConfig(
                32 * 1024 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                Duration.ofMillis(500),
                Optional.empty(),
                AllowedOrigins.NONE,
                HttpTrustedProxies.of(List.of("127.0.0.0/8", "::1"))));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.api.max-request-size", "1MiB",
                "tidegate.api.heartbeat", "PT2S",
                "tidegate.api.plain-heartbeat", "PT0S",
                "tidegate.api.shed-after", "PT0.05S",
                "tidegate.api.compute-model", "deepseek-flash",
                "tidegate.api.trusted-proxies", "10.0.0.0/8",
                "tidegate.api.allowed-origins", "https://app.example.com, http://localhost:5173"));

    assertThat(ApiConfig.from(settings))
        .isEqualTo(
            new ApiConfig(
                1024 * 1024,
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ofMillis(50),
                Optional.of("deepseek-flash"),
                AllowedOrigins.of(List.of("https://app.example.com", "http://localhost:5173")),
                HttpTrustedProxies.of(List.of("10.0.0.0/8"))));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void nobodyIsShedWhereThatIsSetToNothing() {
    Settings settings = new Settings(Map.of("tidegate.api.shed-after", "PT0S"));
    assertThat(ApiConfig.from(settings).shedAfter()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"max-request-size, 0", "heartbeat, PT0S", "allowed-origins, app.example.com"})
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.api." + key, value));

    assertThatThrownBy(() -> ApiConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.api." + key + " ");
  }
}
