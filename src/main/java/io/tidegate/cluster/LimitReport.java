package io.tidegate.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a server tells the others of one limit; immutable.
 *
 * @param wanted how many pieces of it it wants
 * @param taken how much was taken there since its start
 * @param left what it thinks is left for all, in thousandths
 */
record LimitReport(int wanted, long taken, long left) {

  private static final int FIELDS = 4;

  /** One line for each limit: its name and the three numbers, with tabs between. */
  static String text(SortedMap<String, LimitReport> reports) {
    StringBuilder text = new StringBuilder();
    reports.forEach(
        (limit, report) ->
            text.append(limit)
                .append('\t')
                .append(report.wanted)
                .append('\t')
                .append(report.taken)
                .append('\t')
                .append(report.left)
                .append('\n'));
    return text.toString();
  }

  /** What {@code text} says, by limit; nothing where it is null. */
  static Map<String, LimitReport> parsed(String text) {
    Map<String, LimitReport> reports = new HashMap<>();
    for (String line : text == null ? new String[0] : text.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length == FIELDS) {
        reports.put(
            fields[0],
            new LimitReport(
                Integer.parseInt(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3])));
      }
    }
    return reports;
  }
}
