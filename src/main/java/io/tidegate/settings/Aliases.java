package io.tidegate.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Other names for models, as the settings give them: what clients may say, and what is meant. A
 * name with a {@code *} is a pattern, in which each {@code *} stands for any characters, or none.
 * Immutable.
 */
public final class Aliases {

  /** No other names. */
  public static final Aliases NONE = new Aliases(Map.of());

  private static final String SETTING = "tidegate.aliases";

  private final Map<String, String> names = new TreeMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** The aliases in {@code models}: what is meant, by names and patterns. */
  public Aliases(Map<String, String> models) {
    models.forEach(
        (alias, model) -> {
          if (alias.indexOf('*') < 0) {
            names.put(alias, model);
          } else {
            patterns.add(new Pattern(List.of(alias.split("\\*", -1)), model));
          }
        });
    patterns.sort(Comparator.comparingInt(Pattern::length).reversed().thenComparing(Pattern::text));
  }

  /** The aliases that {@code settings} give. */
  public static Aliases from(Settings settings) {
    Map<String, String> models = new TreeMap<>();
    for (String alias : settings.keysBelow(SETTING)) {
      settings.text(SETTING + "." + alias).ifPresent(model -> models.put(alias, model));
    }
    return new Aliases(models);
  }

  /** The model that {@code name} is an alias of, patterns aside; null if of none. */
  public String named(String name) {
    return names.get(name);
  }

  /** The model of the pattern that fits {@code name} and says most of it; null if none fits. */
  public String matched(String name) {
    for (Pattern pattern : patterns) {
      if (pattern.fits(name)) {
        return pattern.model();
      }
    }
    return null;
  }

  /** Tells of each alias that is no pattern, in order. */
  public void each(BiConsumer<String, String> aliasAndModel) {
    names.forEach(aliasAndModel);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Aliases those
        && names.equals(those.names)
        && patterns.equals(those.patterns);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + patterns.hashCode();
  }

  /**
   * A name of which only parts are known.
   *
   * @param parts what stands before, between and behind the stars
   */
  private record Pattern(List<String> parts, String model) {

    int length() {
      return parts.stream().mapToInt(String::length).sum();
    }

    String text() {
      return String.join("*", parts);
    }

    boolean fits(String name) {
      int last = parts.size() - 1;
      String end = parts.get(last);
      int limit = name.length() - end.length();
      if (!name.startsWith(parts.get(0)) || !name.endsWith(end)) {
        return false;
      }
      int at = parts.get(0).length();
      for (String part : parts.subList(1, last)) {
        int found = name.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return at <= limit;
    }
  }
}
