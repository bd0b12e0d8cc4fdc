package io.tidegate.scaling;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * The bounds of what is wanted.
 *
 * @param target the share of what a gateway or a node holds that is to be used, 0.1 to 1
 * @param replicas how many gateways there may be
 * @param nodes how many nodes there may be for each model
 * @param scaleDownAfter for how long fewer must have been enough before fewer are wanted
 */
public record ScalingConfig(double target, Range replicas, Range nodes, Duration scaleDownAfter) {

  private static final String SCALE_DOWN_AFTER = "tidegate.scaling.scale-down-after";
  private static final Duration SHORTEST = Duration.ofNanos(Autoscaler.PANIC_LASTS);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final int MOST = 1000;

  /**
   * From how many to how many, both included.
   *
   * @param min 0 or more
   * @param max at least {@code min}
   */
  public record Range(int min, int max) {
    public Range {
      if (min < 0 || max < min) {
        throw new IllegalArgumentException("no range: " + min + " to " + max);
      }
    }

    /** The number within the range that is nearest to {@code number}. */
    int nearest(double number) {
      return (int) Math.max(min, Math.min(max, number));
    }
  }

  /** The configuration that {@code settings} give. */
  public static ScalingConfig from(Settings settings) {
    return new ScalingConfig(
        settings.at("tidegate.scaling.target").decimal(0.7, 0.1, 1),
        range(settings, "replicas", 10),
        range(settings, "nodes", 100),
        scaleDownAfter(settings));
  }

  private static Range range(Settings settings, String what, int most) {
    int min = settings.at("tidegate.scaling.min-" + what).integer(1, 0, MOST);
    String key = "tidegate.scaling.max-" + what;
    int max = settings.at(key).integer(Math.max(min, most), 1, MOST);
    if (max < min) {
      throw new SettingException(key, "must be at least min-" + what + ", which is " + min);
    }
    return new Range(min, max);
  }

  private static Duration scaleDownAfter(Settings settings) {
    Duration time = settings.at(SCALE_DOWN_AFTER).duration(Duration.ofMinutes(5));
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new SettingException(
          SCALE_DOWN_AFTER, "must be from " + SHORTEST + " to " + LONGEST + ", not " + time);
    }
    return time;
  }
}
