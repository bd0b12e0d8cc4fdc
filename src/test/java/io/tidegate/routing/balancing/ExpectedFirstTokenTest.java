package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;
import io.tidegate.testing.ManualClock;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExpectedFirstTokenTest {

  private static final int BLOCK = 100;

  private final long now = new ManualClock().getAsLong();
  private final Affinity affinity = new Affinity();
  private final ExpectedFirstToken balancer = new ExpectedFirstToken(affinity);
  private final List<Node> nodes = Fleet.nodes(List.of(1, 1, 1));
  private final Node a = nodes.get(0);
  private final Node b = nodes.get(1);
  private final Node c = nodes.get(2);

  @Test
  void goesWhereThePrefixIs() {
    Prompt prompt = prompt(1, 50, "");
    affinity.prefixes().add(b, prompt, now);

    assertThat(picks(prompt, 5)).containsOnly(b);
  }

  @Test
  void leavesThePrefixWhereComputingItAnewIsSooner() {
    Prompt prompt = prompt(1, 50, "");
    affinity.prefixes().add(b, prompt, now);

    give(b, 4000);
    assertThat(pick(prompt)).as("saved: 5000, waiting: 4000").isSameAs(b);

    give(b, 4000);
    assertThat(pick(prompt)).as("saved: 5000, waiting: 8000").isNotSameAs(b);
  }

  @Test
  void doesNotWaitForWhatIsBeingAnswered() {
    NodeWork.RunningCall job = a.work().begin(5000, 5000, true, now);
    give(b, 100);
    give(c, 100);

    job.firstContent(now);

    assertThat(pick(prompt(1, 5, ""))).isSameAs(a);
  }

  @Test
  void sharesAnIdlePool() {
    assertThat(picks(prompt(1, 5, ""), 6)).containsExactly(a, b, c, a, b, c);
  }

  @Test
  void doesNotFollowWhatAllCallsBeginWith() {
    for (int i = 0; i < 256; i++) {
      affinity.prefixes().add(a, prompt(1, 3, ""), now);
    }

    assertThat(picks(prompt(1, 3, ""), 6)).containsExactly(a, b, c, a, b, c);
  }

  @Test
  void drawsASessionToItsNode() {
    affinity.sessions().served("s", c, now);
    give(b, 100);

    assertThat(picks(prompt(1, 10, "s"), 4)).containsOnly(c);
    assertThat(picks(prompt(1, 10, "t"), 4)).doesNotContain(b);
    assertThat(picks(prompt(1, 10, "t"), 4)).contains(a);
  }

  @Test
  void doesNotDrawASessionToANodeWithMoreToDoThanTheBoundAllows() {
    affinity.sessions().served("s", c, now);
    give(c, 200);
    give(a, 100);
    give(b, 100);

    assertThat(pick(prompt(1, 100, "s"))).isNotSameAs(c);

    give(a, 10_000);
    assertThat(pick(prompt(1, 100, "s"))).as("within the bound again").isSameAs(c);
  }

  @Test
  void picksEligibleNodesOnly() {
    Prompt prompt = prompt(1, 50, "");
    affinity.prefixes().add(b, prompt, now);

    assertThat(balancer.pick(new Candidates(nodes, node -> node == c, prompt, now))).isSameAs(c);
    assertThat(balancer.pick(new Candidates(nodes, node -> false, prompt, now))).isNull();
  }

  /**
   * Nothing is ever placed where it would wait longer than at another node, but for a twentieth.
   */
  @Property(tries = 200)
  void neverPicksANodeThatWouldTakeLonger(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      Prompt prompt = prompt(random.nextInt(5), random.nextInt(60), "");
      Node picked = pick(prompt);
      assertThat(nodes)
          .allSatisfy(
              node ->
                  assertThat(left(picked, prompt)).isLessThanOrEqualTo(left(node, prompt) * 1.05));
      give(picked, prompt.tokens() - affinity.prefixes().matchedTokens(picked, prompt, now));
      affinity.prefixes().add(picked, prompt, now);
    }
  }

  private double left(Node node, Prompt prompt) {
    return node.work().queued()
        + NodeWork.CALL_TOKENS
        + prompt.tokens()
        - affinity.prefixes().matchedTokens(node, prompt, now);
  }

  private Node pick(Prompt prompt) {
    return balancer.pick(new Candidates(nodes, Node::usable, prompt, now));
  }

  private List<Node> picks(Prompt prompt, int count) {
    return Stream.generate(() -> pick(prompt)).limit(count).toList();
  }

  private void give(Node node, long tokens) {
    NodeWork.RunningCall unused = node.work().begin(tokens, tokens, true, now);
  }

  /** A prompt of {@code length} blocks that are the first ones of conversation {@code number}. */
  private static Prompt prompt(long number, int length, String session) {
    long[] blocks = LongStream.range(0, length).map(i -> number * 1000 + i).toArray();
    return Prompt.of(length * (long) BLOCK + 1, blocks, BLOCK, session);
  }
}
