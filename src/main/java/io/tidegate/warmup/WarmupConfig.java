package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When and how the cache is warmed.
 *
 * @param enabled whether it is by itself; by hand it can be in any case
 * @param schedule at which times of the day, the earliest first
 * @param keys for how many questions, of those asked most
 * @param interval the shortest pause between two
 * @param maxSaturation the part of the places from which on none is asked
 * @param maxDuration after which time a warm-up ends, whatever is left
 * @param joinTime for how long a server that starts fills its first level before it is ready
 */
public record WarmupConfig(
    boolean enabled,
    List<LocalTime> schedule,
    int keys,
    Duration interval,
    double maxSaturation,
    Duration maxDuration,
    Duration joinTime) {

  private static final String SCHEDULE = "tidegate.warmup.schedule";
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

  /** As many as the servers count. */
  private static final int MOST_KEYS = 1000;

  public WarmupConfig {
    schedule = List.copyOf(schedule);
    requireNonNull(interval, "interval");
    requireNonNull(maxDuration, "maxDuration");
    requireNonNull(joinTime, "joinTime");
  }

  /** The configuration that {@code settings} give. */
  public static WarmupConfig from(Settings settings) {
    return new WarmupConfig(
        settings.at("tidegate.warmup.enabled").flag(true),
        schedule(settings),
        settings.at("tidegate.warmup.keys").integer(200, 1, MOST_KEYS),
        settings.at("tidegate.warmup.interval").duration(Duration.ofMillis(100)),
        settings.at("tidegate.warmup.max-saturation").decimal(0.7, 0, 1),
        settings.at("tidegate.warmup.max-duration").duration(Duration.ofHours(4)),
        settings.at("tidegate.warmup.join-time").duration(Duration.ofSeconds(5)));
  }

  private static List<LocalTime> schedule(Settings settings) {
    if (settings.text(SCHEDULE).isEmpty()) {
      return List.of(LocalTime.of(2, 0));
    }
    List<String> times = settings.list(SCHEDULE);
    for (String time : times) {
      if (!TIME.matcher(time).matches()) {
        throw new SettingException(SCHEDULE, "must be times like 02:00, not '" + time + "'");
      }
    }
    if (times.isEmpty()) {
      throw new SettingException(SCHEDULE, "must name a time like 02:00");
    }
    return times.stream().map(LocalTime::parse).distinct().sorted().toList();
  }
}
