package io.tidegate.api.console;

import io.tidegate.history.Hour;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last hour as the console is told.
 *
 * @param step the seconds between two values
 * @param end when the last step ended, ISO 8601; null before the first
 * @param series the values of each series, oldest first; null where there is none
 */
record HourView(int step, String end, Map<String, List<Double>> series) {

  static HourView of(Hour hour) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    hour.series()
        .forEach(
            (one, values) -> series.put(one.label(), values.stream().map(NowView::known).toList()));
    return new HourView(Hour.STEP, hour.end() == null ? null : hour.end().toString(), series);
  }
}
