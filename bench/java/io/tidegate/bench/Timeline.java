package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of each second of a run; for one thread. */
final class Timeline {

  /**
   * What is counted. {@code OFFERED} and {@code GOOD} belong to the second in which the call was
   * due, so that their ratio tells what became of the calls of that second; the others to the
   * second in which they happened.
   */
  enum Column {
    OFFERED,
    GOOD,
    SENT,
    ANSWERED,
    REFUSED,
    BROKEN
  }

  private static final long NANOS = 1_000_000_000;

  private final List<Map<Column, Long>> rows = new ArrayList<>();
  private final long start;

  Timeline(long start) {
    this.start = start;
  }

  void count(Column column, long when) {
    int second = (int) Math.max(0, (when - start) / NANOS);
    while (rows.size() <= second) {
      rows.add(new EnumMap<>(Column.class));
    }
    rows.get(second).merge(column, 1L, Long::sum);
  }

  /** Writes one line for each second to {@code file}. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("second,offered,good,sent,answered,refused,broken");
    for (int second = 0; second < rows.size(); second++) {
      StringBuilder line = new StringBuilder().append(second);
      for (Column column : Column.values()) {
        line.append(',').append(rows.get(second).getOrDefault(column, 0L));
      }
      lines.add(line.toString());
    }
    Files.write(file, lines);
  }
}
