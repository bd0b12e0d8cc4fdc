package io.tidegate.usage;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What models cost, by the time of day; immutable.
 *
 * @param currency the ISO 4217 code of all amounts
 * @param usual the price of each model, off peak
 * @param peak the price of each model at peak, of those that have another then
 * @param hours when peak is
 */
public record Prices(
    String currency, Map<String, Price> usual, Map<String, Price> peak, PeakHours hours) {

  /** Nothing costs anything. */
  public static final Prices NONE = new Prices("USD", Map.of(), Map.of(), PeakHours.NEVER);

  private static final String PREFIX = "tidegate.prices";
  private static final String INPUT = "input";
  private static final String CACHED = "cached-input";
  private static final String OUTPUT = "output";
  private static final String PEAK = "peak-";
  private static final List<String> LEAVES =
      List.of(PEAK + INPUT, PEAK + CACHED, PEAK + OUTPUT, INPUT, CACHED, OUTPUT);

  public Prices {
    usual = Map.copyOf(usual);
    peak = Map.copyOf(peak);
  }

  /** The prices that {@code settings} give. */
  public static Prices from(Settings settings) {
    Map<String, Price> usual = new HashMap<>();
    Map<String, Price> peak = new HashMap<>();
    for (String model : settings.names(PREFIX, LEAVES)) {
      String below = PREFIX + "." + model + ".";
      long input = amount(settings, below + INPUT, 0);
      Price price =
          new Price(
              input, amount(settings, below + CACHED, input), amount(settings, below + OUTPUT, 0));
      usual.put(model, price);
      Price higher =
          new Price(
              amount(settings, below + PEAK + INPUT, price.input()),
              amount(settings, below + PEAK + CACHED, price.cached()),
              amount(settings, below + PEAK + OUTPUT, price.output()));
      if (!higher.equals(price)) {
        peak.put(model, higher);
      }
    }
    String currency = settings.text("tidegate.usage.currency").orElse("USD");
    if (!currency.matches("[A-Z]{3}")) {
      throw new SettingException(
          "tidegate.usage.currency", "must be three capital letters like USD, not " + currency);
    }
    return new Prices(currency, usual, peak, PeakHours.from(settings, !peak.isEmpty()));
  }

  /** The price of {@code model} at {@code time}; nothing where none is set. */
  public Price at(String model, Instant time) {
    Price higher = peak.get(model);
    return higher != null && hours.cover(time) ? higher : usual.getOrDefault(model, Price.FREE);
  }

  private static long amount(Settings settings, String key, long fallback) {
    return settings.text(key).map(text -> parsed(key, text, Money::price)).orElse(fallback);
  }

  /** What {@code form} makes of {@code text}, the value of {@code key}. */
  public static long parsed(String key, String text, ToLongFunction<String> form) {
    try {
      return form.applyAsLong(text);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, broken.getMessage());
    }
  }
}
