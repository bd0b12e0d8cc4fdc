package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a node in Responses and Messages, and in chat those that {@link FaultsIT} leaves
 * out; streaming and plain, with a healthy node beside it and without.
 *
 * <p>The cells are asked side by side, since many of them wait: each has a model and two nodes of
 * its own, and what the gateway learns of nodes, models and retries that do not help it learns by
 * model or node.
 */
final class DialectFaultsIT extends DeployedEar {

  private static final int SIDE_BY_SIDE = 12;

  private static final Map<FaultCell, Future<SortedSet<String>>> SEEN = new ConcurrentHashMap<>();
  private static final SortedMap<String, String> ROWS = new TreeMap<>();
  private static Fleet fleet;
  private static ExecutorService clients;

  static Stream<FaultCell> oneOfTwo() {
    return FaultCell.cells(false);
  }

  static Stream<FaultCell> all() {
    return FaultCell.cells(true);
  }

  @BeforeAll
  static void ask() {
    fleet = new Fleet();
    clients = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    Stream.concat(oneOfTwo(), all())
        .forEach(
            cell -> SEEN.put(cell, clients.submit(() -> new FaultCellCalls(cell).seen(fleet))));
  }

  @ParameterizedTest
  @MethodSource("oneOfTwo")
  void withAHealthyNodeLeftNobodyTakesAPartForTheWhole(FaultCell cell) throws Exception {
    SortedSet<String> seen = seen(cell);
    assertThat(seen).contains(FaultCell.RIGHT_ANSWER);
    SortedSet<String> honest = new TreeSet<>(cell.honest());
    if (!cell.works() && !cell.afterContent()) {
      // The other node was asked, so that nobody hears of a failure.
      honest.removeIf(outcome -> outcome.startsWith("5"));
    }
    honest.add(FaultCell.RIGHT_ANSWER);
    assertThat(seen).isSubsetOf(honest);
  }

  @ParameterizedTest
  @MethodSource("all")
  void withNoHealthyNodeClientsGetAnHonestError(FaultCell cell) throws Exception {
    assertThat(seen(cell)).containsExactlyElementsOf(cell.honest());
  }

  private static SortedSet<String> seen(FaultCell cell) throws Exception {
    try {
      SortedSet<String> seen = SEEN.get(cell).get();
      ROWS.put(cell.model(), row(cell, seen));
      return seen;
    } catch (ExecutionException failed) {
      throw new AssertionError(cell.model() + ": " + failed.getCause(), failed.getCause());
    }
  }

  @AfterAll
  static void print() throws IOException {
    clients.shutdownNow();
    fleet.close();
    List<String> lines = new ArrayList<>();
    lines.add("| dialect | fault | call | faulty nodes | what clients got |");
    lines.add("| --- | --- | --- | --- | --- |");
    lines.addAll(ROWS.values());
    Files.write(Path.of("target", "dialect-faults.md"), lines);
    lines.forEach(System.out::println);
  }

  private static String row(FaultCell cell, SortedSet<String> seen) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            cell.dialect(),
            cell.fault(),
            cell.stream() ? "stream" : "plain",
            cell.all() ? "all" : "one of two",
            String.join("; ", seen));
  }
}
