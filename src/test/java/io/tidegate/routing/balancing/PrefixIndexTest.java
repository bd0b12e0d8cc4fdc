package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {

  private static final int BLOCK = 100;
  private static final long NOW = new ManualClock(Long.MAX_VALUE).getAsLong();
  private static final long SECOND = 1_000_000_000;

  private final RoutingConfig config = Fleet.config(Map.of());
  private final Node a = new Node(Fleet.spec("a", "m"), config);
  private final Node b = new Node(Fleet.spec("b", "m"), config);
  private final PrefixIndex index = new PrefixIndex(10, Duration.ofMinutes(10));

  @Test
  void matchesTheLongestBeginningThatANodeWasSent() {
    index.add(a, prompt(1, 2, 3), NOW);

    assertThat(index.matchedTokens(a, prompt(1, 2, 3, 4), NOW)).isEqualTo(3 * BLOCK);
    assertThat(index.matchedTokens(a, prompt(1, 2, 9), NOW)).isEqualTo(2 * BLOCK);
    assertThat(index.matchedTokens(a, prompt(9, 2, 3), NOW)).isZero();
    assertThat(index.matchedTokens(b, prompt(1, 2, 3), NOW)).isZero();
  }

  @Test
  void forgetsWhatNodesForget() {
    index.add(a, prompt(1, 2, 3), NOW);
    long later = NOW + 600 * SECOND;

    assertThat(index.matchedTokens(a, prompt(1, 2, 3), later)).isEqualTo(3 * BLOCK);
    assertThat(index.matchedTokens(a, prompt(1, 2, 3), later + 1)).isZero();
  }

  @Test
  void keepsTheBeginningLongestWhenRoomIsScarce() {
    index.add(a, prompt(1, 2, 3, 4, 5, 6), NOW);
    index.add(a, prompt(11, 12, 13, 14, 15, 16), NOW);

    assertThat(index.matchedTokens(a, prompt(1, 2, 3, 4, 5, 6), NOW)).isEqualTo(4 * BLOCK);
    assertThat(index.matchedTokens(a, prompt(11, 12, 13, 14, 15, 16), NOW)).isEqualTo(6 * BLOCK);
  }

  @Test
  void keepsTheBeginningOfAPromptThatIsTooLong() {
    long[] blocks = LongStream.range(0, 50).toArray();
    index.add(a, prompt(blocks), NOW);

    assertThat(index.matchedTokens(a, prompt(blocks), NOW)).isEqualTo(10 * BLOCK);
  }

  @Test
  void takesWhatMostCallsBeginWithForPresentEverywhere() {
    for (long i = 0; i < 200; i++) {
      index.add(a, prompt(1, 2, 100 + i), NOW);
    }

    assertThat(index.matchedTokens(b, prompt(1, 2, 3), NOW)).isEqualTo(2 * BLOCK);
    assertThat(index.matchedTokens(a, prompt(1, 2, 299), NOW)).isEqualTo(3 * BLOCK);
  }

  @Test
  void trustsANodeAsFarAsItsReportsGo() {
    index.add(a, prompt(1, 2, 3, 4), NOW);
    for (int i = 0; i < 100; i++) {
      index.reported(a, 0.8, new Usage(1000, 400, 10));
    }

    assertThat(index.trust(a)).isCloseTo(0.5, within(0.01));
    assertThat((double) index.matchedTokens(a, prompt(1, 2, 3, 4), NOW))
        .isCloseTo(2 * BLOCK, within(3.0));
    assertThat(index.heldTokens(a, prompt(1, 2, 3, 4), NOW)).isEqualTo(4 * BLOCK);
    assertThat(index.trust(b)).as("of another node").isEqualTo(1);
  }

  @Test
  void neverLosesAllTrustAndGainsItBack() {
    index.add(a, prompt(1, 2, 3, 4), NOW);
    for (int i = 0; i < 100; i++) {
      index.reported(a, 1, new Usage(1000, 0, 10));
    }
    assertThat(index.trust(a)).isEqualTo(0.05);

    for (int i = 0; i < 100; i++) {
      index.reported(a, 0.5, new Usage(1000, 900, 10));
    }
    assertThat(index.trust(a)).as("more than predicted is no more than kept").isLessThan(1.0001);
    assertThat(index.trust(a)).isCloseTo(1, within(0.001));
  }

  @Test
  void learnsNothingWhereNothingWasReportedOrPredicted() {
    index.add(a, prompt(1, 2, 3, 4), NOW);

    index.reported(a, 1, new Usage(1000, -1, 10));
    index.reported(a, 1, new Usage(-1, 0, 10));
    index.reported(a, 0, new Usage(1000, 0, 10));
    index.reported(b, 1, new Usage(1000, 0, 10));

    assertThat(index.trust(a)).isEqualTo(1);
    assertThat(index.trust(b)).isEqualTo(1);
  }

  @Test
  void forgetsNodesThatAreGone() {
    index.add(a, prompt(1, 2), NOW);
    index.add(b, prompt(1, 2), NOW);

    index.retain(List.of(b));

    assertThat(index.size()).isOne();
    assertThat(index.matchedTokens(a, prompt(1, 2), NOW)).isZero();
    assertThat(index.matchedTokens(b, prompt(1, 2), NOW)).isEqualTo(2 * BLOCK);
  }

  @Test
  void staysWithinItsBoundsUnderThreads() throws Exception {
    SentBlocks shelf = new SentBlocks(10, Duration.ofMinutes(10));
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 2000; i++) {
            shelf.add(new long[] {thread, thread * 1000L + i, i}, NOW);
            assertThat(shelf.size()).isBetween(1, 10);
            assertThat(shelf.held(new long[] {-1}, NOW)).isZero();
          }
        });

    assertThat(shelf.size()).isEqualTo(10);
  }

  private static Prompt prompt(long... blocks) {
    return Prompt.of(blocks.length * (long) BLOCK + 1, blocks, BLOCK, "");
  }
}
