package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.steps.OffPeak;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How batches run.
 *
 * @param slicesInFlight how many slices of one batch may run at the same time, on all servers
 * @param sessions how many slices run on a server; the server's configuration reads it, too
 * @param maxSaturation the share of a model's places, 0 to 1, up to which lines are started
 * @param maxRunning how many lines may run on this server
 * @param maxAttempts how often a line may be tried that nodes fail to answer
 * @param maxOpen how many batches of a tenant may be under way
 * @param hours when they run
 * @param reserve how long before its end a batch stops to wait for those hours
 * @param window how long a batch may take
 * @param retention how long a batch is kept from its creation, its window included
 * @param lease how long a step of a server that went away is left alone
 */
public record BatchesConfig(
    int slicesInFlight,
    int sessions,
    double maxSaturation,
    int maxRunning,
    int maxAttempts,
    int maxOpen,
    Hours hours,
    Duration reserve,
    Duration window,
    Duration retention,
    Duration lease) {

  private static final String HOURS = "tidegate.batches.off-peak";
  private static final String ZONE = "tidegate.batches.time-zone";

  /** The hours of a day, or all of them. */
  public record Hours(Optional<String> text, ZoneId zone) {

    OffPeak offPeak() {
      return text.map(hours -> OffPeak.of(hours, zone)).orElseGet(OffPeak::always);
    }
  }

  public BatchesConfig {
    requireNonNull(hours, "hours");
    requireNonNull(reserve, "reserve");
    requireNonNull(window, "window");
    requireNonNull(retention, "retention");
    requireNonNull(lease, "lease");
  }

  /** The configuration that {@code settings} give. */
  public static BatchesConfig from(Settings settings) {
    return new BatchesConfig(
        settings.at("tidegate.batches.slices-in-flight").integer(4, 1, 100),
        settings.at("tidegate.batches.sessions").integer(8, 1, 1000),
        settings.at("tidegate.batches.max-saturation").decimal(0.8, 0, 1),
        settings.at("tidegate.batches.max-running").integer(64, 1, 10_000),
        settings.at("tidegate.batches.max-attempts").integer(5, 1, 100),
        settings.at("tidegate.batches.max-open").integer(100, 1, 10_000),
        hours(settings),
        settings.at("tidegate.batches.off-peak-reserve").window(Duration.ofHours(6)),
        settings.at("tidegate.batches.window").duration(Duration.ofHours(24)),
        settings.at("tidegate.batches.retention").duration(Duration.ofDays(30)),
        settings.at("tidegate.batches.lease").duration(Duration.ofMinutes(1)));
  }

  private static Hours hours(Settings settings) {
    Optional<String> text = settings.text(HOURS);
    Hours hours =
        new Hours(text, settings.text(ZONE).map(BatchesConfig::zone).orElse(ZoneOffset.UTC));
    try {
      var unused = hours.offPeak();
    } catch (IllegalArgumentException broken) {
      throw new SettingException(HOURS, broken.getMessage());
    }
    return hours;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new SettingException(
          ZONE, "must be a time zone like Asia/Shanghai, not '" + name + "'");
    }
  }
}
