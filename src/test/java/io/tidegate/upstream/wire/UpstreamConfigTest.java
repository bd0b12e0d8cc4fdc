package io.tidegate.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.settings.Settings;
import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.reading.BillingCodes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamConfigTest {

  @Test
  void hasItsDefaults() {
    assertThat(UpstreamConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new UpstreamConfig(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                4 << 20,
                64 << 20,
                256 << 10,
                BillingCodes.USUAL,
                NodeAccess.DIRECT));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.upstream.connect-timeout", "PT1S",
                "tidegate.upstream.first-content-timeout", "PT2S",
                "tidegate.upstream.plain-answer-timeout", "PT3S",
                "tidegate.upstream.idle-timeout", "PT4S",
                "tidegate.upstream.max-event-size", "5KiB",
                "tidegate.upstream.max-answer-size", "6MiB",
                "TIDEGATE_UPSTREAM_WINDOW_SIZE", "7B",
                "tidegate.accounts.empty-codes", "Broke"));

    assertThat(UpstreamConfig.from(settings))
        .isEqualTo(
            new UpstreamConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5 << 10,
                6 << 20,
                7,
                new BillingCodes(Set.of("broke")),
                NodeAccess.DIRECT));
    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }
}
