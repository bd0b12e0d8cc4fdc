package io.tidegate.settings;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One setting and the types it can be read as.
 *
 * @param key the full key
 * @param value the text set, or null when unset
 * @param fallbacks is told the default that it is read with
 */
public record Setting(String key, String value, Consumer<Object> fallbacks) {

  /** Ten digits of GiB overflow a long into negative numbers only, which are refused. */
  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*(B|KiB|MiB|GiB)?");

  private static final Duration LONGEST = Duration.ofDays(365);

  /** A setting whose default nobody wants to know. */
  public Setting(String key, String value) {
    this(key, value, fallback -> {});
  }

  /** The whole number set, or {@code fallback}; it must lie in {@code min..max}. */
  public int integer(int fallback, int min, int max) {
    fallbacks.accept(fallback);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw rule("must be a whole number, not '" + value + "'");
    }
    throw rule("must be between " + min + " and " + max + ", not " + value);
  }

  /** The number set, or {@code fallback}; it must lie in {@code min..max}. */
  public double decimal(double fallback, double min, double max) {
    fallbacks.accept(fallback);
    if (value == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw rule("must be a number, not '" + value + "'");
    }
    throw rule("must be between " + min + " and " + max + ", not " + value);
  }

  /** The ISO 8601 duration set, or {@code fallback}; longer than nothing, at most a year. */
  public Duration duration(Duration fallback) {
    fallbacks.accept(fallback);
    Duration duration = value == null ? fallback : parsed();
    if (value != null && (duration.compareTo(Duration.ZERO) <= 0 || tooLong(duration))) {
      throw rule("must be longer than nothing and at most " + LONGEST + ", not " + value);
    }
    return duration;
  }

  /** The ISO 8601 duration set, or {@code fallback}; at most a year, and nothing is one, too. */
  public Duration window(Duration fallback) {
    fallbacks.accept(fallback);
    Duration duration = value == null ? fallback : parsed();
    if (value != null && (duration.isNegative() || tooLong(duration))) {
      throw rule("must be between PT0S and " + LONGEST + ", not " + value);
    }
    return duration;
  }

  private Duration parsed() {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException notADuration) {
      throw rule("must be an ISO 8601 duration like PT30S, not '" + value + "'");
    }
  }

  private static boolean tooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  /** The size set in bytes, with an optional unit B, KiB, MiB or GiB, or {@code fallback}. */
  public int bytes(int fallback) {
    return (int) size(fallback, Integer.MAX_VALUE, "2047MiB");
  }

  /** As {@link #bytes}, for sizes up to a pebibyte. */
  public long size(long fallback) {
    return size(fallback, 1L << 50, "1048576GiB");
  }

  private long size(long fallback, long max, String maxName) {
    fallbacks.accept(fallback);
    if (value == null) {
      return fallback;
    }
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw rule("must be a size like 512KiB or 16MiB, not '" + value + "'");
    }
    long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
    if (bytes < 1 || bytes > max) {
      throw rule("must be between 1B and " + maxName + ", not " + value);
    }
    return bytes;
  }

  /** The flag set, {@code true} or {@code false}, or {@code fallback}. */
  public boolean flag(boolean fallback) {
    fallbacks.accept(fallback);
    if (value == null) {
      return fallback;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw rule("must be true or false, not '" + value + "'");
    };
  }

  /** The absolute HTTP or HTTPS address set, without a trailing slash, or nothing. */
  public Optional<URI> address() {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Addresses.parse(value));
    } catch (IllegalArgumentException broken) {
      throw rule(broken.getMessage());
    }
  }

  private SettingException rule(String rule) {
    return new SettingException(key, rule);
  }

  private static int shift(String unit) {
    return switch (unit == null ? "B" : unit) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      case "GiB" -> 30;
      default -> 0;
    };
  }
}
