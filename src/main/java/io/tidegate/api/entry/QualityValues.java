package io.tidegate.api.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a client would rather have, by a header such as {@code Accept} or {@code Accept-Encoding}:
 * names, each with a quality between 0, not at all, and 1 (RFC 9110, 12.4.2 and 12.5). Immutable.
 */
public final class QualityValues {

  private static final String ALL = "*";

  /** In the order in which they were said, in lower case. */
  private final Map<String, Double> said = new LinkedHashMap<>();

  private QualityValues() {}

  /** What {@code lines} say, the values of all headers of a name. */
  public static QualityValues of(Iterable<String> lines) {
    QualityValues values = new QualityValues();
    for (String line : lines) {
      HeaderList.split(line, ',').forEach(values::add);
    }
    return values;
  }

  private void add(String element) {
    List<String> parts = HeaderList.split(element, ';');
    String name = plain(parts.get(0));
    if (!name.isEmpty()) {
      double quality =
          parts.stream()
              .skip(1)
              .map(QualityValues::plain)
              .filter(part -> part.matches("q\\s*=.*"))
              .mapToDouble(part -> quality(part.substring(part.indexOf('=') + 1).strip()))
              .findFirst()
              .orElse(1);
      said.merge(name, quality, Math::max);
    }
  }

  /** What cannot be read is not wanted: the form that is sent without it is always right. */
  private static double quality(String text) {
    return text.matches("\\d+\\.?\\d*|\\.\\d+") ? Math.min(1, Double.parseDouble(text)) : 0;
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Which of {@code offered} is wanted most; of several alike the one that was named first, and of
   * those that were not named the first.
   *
   * @param offered names in lower case
   * @return nothing if none of them is wanted, or nothing was said of any
   */
  public Optional<String> best(List<String> offered) {
    Optional<String> best = Optional.empty();
    for (String name : said.keySet()) {
      if (offered.contains(name)) {
        best = better(best, name);
      }
    }
    for (String name : offered) {
      best = better(best, name);
    }
    return best;
  }

  private Optional<String> better(Optional<String> best, String name) {
    return of(name) > best.map(this::of).orElse(0.0) ? Optional.of(name) : best;
  }

  /** By the most particular of what was said of it: its name, its type, everything. */
  private double of(String name) {
    Double quality = said.get(name);
    int slash = name.indexOf('/');
    if (quality == null && slash > 0) {
      quality = said.get(name.substring(0, slash + 1) + ALL);
    }
    String all = slash > 0 ? ALL + "/" + ALL : ALL;
    return quality == null ? said.getOrDefault(all, 0.0) : quality;
  }
}
