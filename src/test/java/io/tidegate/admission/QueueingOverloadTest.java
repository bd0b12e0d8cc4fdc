package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More than nodes can do that let calls wait, and nobody has told us what they take. */
class QueueingOverloadTest {

  private static final int PLACES = 15;
  private static final int SERVICE = 205;
  private static final double CAPACITY = 3 * 1000.0 * PLACES / SERVICE;
  private static final int OBJECTIVE = 2000;
  private static final int RUNS = 10;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  /** The first seconds pass with the queue at the nodes, and with what came in meanwhile. */
  @ParameterizedTest
  @CsvSource({"1.5, 0", "2, 0", "3, 0", "1.5, 0.3", "2, 0.3", "3, 0.3"})
  void answersInTimeWhatTheNodesCanDo(double load, double jitter) {
    QueueingPool pool = new QueueingPool(3, PLACES, SERVICE, jitter, random);
    pool.run(45_000, load * CAPACITY);
    int settled = pool.now();
    pool.run(60_000, load * CAPACITY);

    assertThat(good(pool, settled) / (60 * CAPACITY))
        .as("limits %s", pool.limits())
        .isGreaterThan(0.95);
  }

  /**
   * A queue at a node of few places grows as long, and goes by a third as fast. Of twenty starts
   * one leaves a fifth undone, and of hundreds one the half: a node whose queue was not seen before
   * it stood keeps its limit.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2, 3})
  void answersInTimeWhatNodesOfFewPlacesCanDo(double load) {
    double[] shares =
        new Random(seed).longs(RUNS).mapToDouble(run -> fewPlaces(load, run)).sorted().toArray();

    String all = Arrays.toString(shares);
    assertThat(shares[RUNS / 2]).as("median of %s", all).isGreaterThan(0.96);
    assertThat(Arrays.stream(shares).average().orElseThrow()).as("of %s", all).isGreaterThan(0.85);
  }

  private static double fewPlaces(double load, long run) {
    double capacity = 3 * 1000.0 * 4 / SERVICE;
    QueueingPool pool = new QueueingPool(3, 4, SERVICE, 0.3, new Random(run));
    pool.run(60_000, load * capacity);
    int settled = pool.now();
    pool.run(60_000, load * capacity);
    return good(pool, settled) / (60 * capacity);
  }

  @Test
  void refusesNobodyBelowWhatTheNodesCanDo() {
    QueueingPool pool = new QueueingPool(3, PLACES, SERVICE, 0.2, random);
    pool.run(60_000, 0.8 * CAPACITY);
    pool.run(5000, 0);

    assertThat(pool.asked()).allMatch(one -> one.within(OBJECTIVE));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2, 3})
  void absorbsBurstsOfASecond(double burst) {
    QueueingPool pool = new QueueingPool(3, PLACES, SERVICE, 0.2, random);
    for (int i = 0; i < 3; i++) {
      pool.run(8000, 0.4 * CAPACITY);
      pool.run(1000, burst * CAPACITY);
    }
    pool.run(12_000, 0.4 * CAPACITY);

    // Those of the first burst, which has to find out what the nodes take.
    assertThat(pool.asked())
        .filteredOn(one -> one.call.refused() != null)
        .hasSizeLessThan(pool.asked().size() / 100);
  }

  private static double good(QueueingPool pool, int from) {
    return pool.asked().stream().filter(one -> one.at >= from && one.within(OBJECTIVE)).count();
  }
}
