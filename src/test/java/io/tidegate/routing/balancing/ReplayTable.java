package io.tidegate.routing.balancing;

import io.tidegate.routing.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints how every strategy fares with every trace, as a table in Markdown. */
public final class ReplayTable {

  private static final String ABSENT = "no traces: set TIDEGATE_TRACES to the folder they are in";

  private ReplayTable() {}

  /** Replays all; the traces are looked for as {@link Trace#folder} says. */
  public static void main(String[] arguments) {
    System.out.println(
        "| load | strategy | p50 s | p95 s | p99 s | p95 to the first | most work of a node / mean"
            + " | prompt tokens cached |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    Path folder = Trace.folder().orElseThrow(() -> new IllegalStateException(ABSENT));
    Scenario.all(folder).forEach(ReplayTable::print);
  }

  private static void print(Scenario scenario) {
    List<Strategy> strategies = List.of(Strategy.values());
    List<Replay.Result> results = strategies.stream().map(scenario::replay).toList();
    double first = results.get(0).seconds(0.95);
    for (int i = 0; i < results.size(); i++) {
      Replay.Result result = results.get(i);
      System.out.printf(
          Locale.ROOT,
          "| %s | `%s` | %.2f | %.2f | %.2f | %.2f | %.2f | %.3f |%n",
          scenario.name(),
          strategies.get(i).label(),
          result.seconds(0.5),
          result.seconds(0.95),
          result.seconds(0.99),
          result.seconds(0.95) / first,
          result.imbalance(),
          result.hitRatio());
    }
  }
}
