package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What may be stored of one model's answers, and for how long.
 *
 * @param mode which calls are answered from the cache
 * @param ttl for how long an answer is fresh
 * @param whileRevalidate for how long after that it is given while a new one is made
 * @param ifError for how long after that it is given when none can be made (both RFC 5861)
 * @param shared whether one tenant's answer may serve another
 */
public record CachePolicy(
    Mode mode, Duration ttl, Duration whileRevalidate, Duration ifError, boolean shared) {

  /** Which calls are answered from the cache. Embeddings are, unless it is off. */
  public enum Mode {
    /** None. */
    OFF,
    /** Those that want it by {@code x-tidegate-cache: use}. */
    WANTED,
    /** Those, and those of temperature 0. */
    DETERMINISTIC,
    /** All. */
    ALWAYS;

    /** Which labels there are, as a rule to be put behind the name of what breaks it. */
    public static final String RULE = "must be off, wanted, deterministic or always";

    /** The mode called {@code label}, in whatever case, if there is one. */
    public static Optional<Mode> named(String label) {
      return Arrays.stream(values())
          .filter(mode -> mode.name().equalsIgnoreCase(label))
          .findFirst();
    }
  }

  /** What holds where nothing is configured. */
  public static final CachePolicy DEFAULT =
      new CachePolicy(
          Mode.DETERMINISTIC,
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          false);

  public CachePolicy {
    requireNonNull(mode, "mode");
    requireNonNull(ttl, "ttl");
    requireNonNull(whileRevalidate, "whileRevalidate");
    requireNonNull(ifError, "ifError");
  }

  /** The policy that the keys below {@code prefix} give; {@code usual} where they give none. */
  static CachePolicy from(Settings settings, String prefix, CachePolicy usual) {
    return new CachePolicy(
        mode(settings, prefix + ".mode", usual.mode),
        settings.at(prefix + ".ttl").duration(usual.ttl),
        settings.at(prefix + ".stale-while-revalidate").window(usual.whileRevalidate),
        settings.at(prefix + ".stale-if-error").window(usual.ifError),
        settings.at(prefix + ".shared-by-tenants").flag(usual.shared));
  }

  private static Mode mode(Settings settings, String key, Mode usual) {
    String text = settings.text(key).orElse(usual.name());
    return Mode.named(text).orElseThrow(() -> new SettingException(key, Mode.RULE));
  }

  /** Whether {@code call} may be answered from the cache at all. */
  public boolean covers(Call call) {
    if (!call.request().facts().repeatable()) {
      return false;
    }
    String tried = call.terms().trial().overrides().cacheMode();
    return switch (tried == null ? mode : Mode.named(tried).orElse(mode)) {
      case OFF -> false;
      case WANTED -> wanted(call);
      case DETERMINISTIC -> wanted(call) || call.request().facts().deterministic();
      case ALWAYS -> true;
    };
  }

  private static boolean wanted(Call call) {
    return !call.operation().streams() || call.terms().caching().wanted();
  }

  /** The lifetime of an answer complete at {@code made}, in milliseconds since 1970. */
  public Lifetime lifetime(long made, long took) {
    return new Lifetime(made, took, ttl.toMillis(), whileRevalidate.toMillis(), ifError.toMillis());
  }

  /** The longest time for which an answer is of any use. */
  Duration usable() {
    return ttl.plus(whileRevalidate.compareTo(ifError) > 0 ? whileRevalidate : ifError);
  }
}
