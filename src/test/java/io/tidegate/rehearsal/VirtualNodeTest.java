package io.tidegate.rehearsal;

import static io.tidegate.rehearsal.SamplePlans.SECOND;
import static io.tidegate.rehearsal.SamplePlans.node;
import static io.tidegate.rehearsal.SamplePlans.pace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualNodeTest {

  private static final int UNBOUNDED = 1_000_000;

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(11);

  @Test
  void givesTheFirstTokenAfterThePromptAndThenTokenByToken() {
    NodePace pace = new NodePace(0.2 * SECOND, 0.001 * SECOND, 0.02 * SECOND, 0, 0);
    VirtualNode node = new VirtualNode(node("n", 4, pace), time, random);
    ModelledVisitor call = new ModelledVisitor(time, 300, 11);

    node.take(call);
    play();

    assertThat(call.first).isEqualTo(SECOND / 2);
    assertThat(call.last).isEqualTo(SECOND / 2 + SECOND / 5);
  }

  @Test
  void refusesWhomItCannotTakeNorLetWait() {
    VirtualNode node = queueing(1, 1, pace(1, 0));

    assertThat(node.take(call(1))).isNotNull();
    assertThat(node.take(call(1))).isNotNull();
    assertThat(node.take(call(1))).isNull();
  }

  @Test
  void letsThoseWhoWaitBeginInTheirOrderAsPlacesComeFree() {
    VirtualNode node = queueing(1, UNBOUNDED, pace(1, 0));
    List<ModelledVisitor> calls = List.of(call(1), call(1), call(1));

    calls.forEach(node::take);
    play();

    assertThat(calls).extracting(call -> call.last / SECOND).containsExactly(1L, 2L, 3L);
  }

  /** D/D/1: services of 1 s, a call each half second: the n-th waits for n half seconds. */
  @Test
  void makesRegularCallsWaitAsLongAsTheirSurplusSays() {
    VirtualNode node = queueing(1, UNBOUNDED, pace(1, 0));
    List<ModelledVisitor> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      time.at(
          i * SECOND / 2,
          () -> {
            ModelledVisitor next = call(1);
            calls.add(next);
            node.take(next);
          });
    }

    play();

    for (int n = 0; n < calls.size(); n++) {
      ModelledVisitor call = calls.get(n);
      assertThat(call.last - call.came).isEqualTo(SECOND + n * SECOND / 2);
    }
  }

  /** M/M/4 at four fifths of its capacity: the mean wait is Erlang's. */
  @Test
  void makesRandomCallsWaitAsErlangSays() {
    int places = 4;
    double load = 3.2;
    int tokensPerSecond = 10_000;
    VirtualNode node = queueing(places, UNBOUNDED, pace(0, 1.0 / tokensPerSecond));
    List<ModelledVisitor> calls = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 300_000; i++) {
      int tokens = 1 + (int) Math.round(exponential() * tokensPerSecond);
      at += Math.round(exponential() / load * SECOND);
      time.at(
          at,
          () -> {
            ModelledVisitor next = new ModelledVisitor(time, 1, tokens);
            calls.add(next);
            node.take(next);
          });
    }

    play();

    double meanWait =
        calls.stream().mapToLong(call -> call.first - call.came).average().orElseThrow() / SECOND;
    double expected = erlangC(places, load) / (places - load);
    assertThat(meanWait).isCloseTo(expected, within(0.05 * expected));
    assertThat(node.utilization()).isCloseTo(load / places, within(0.01));
  }

  @Test
  void slowsAllDownAlikeWhenItIsCrowded() {
    NodePace pace = new NodePace(0, 0, SECOND, 1, 0);
    VirtualNode node = new VirtualNode(node("n", 2, pace), time, random);
    ModelledVisitor longer = call(5);
    ModelledVisitor shorter = call(3);

    node.take(longer);
    node.take(shorter);
    play();

    // Two at once go at half the speed for 2 tokens, then one at two thirds for 2 more.
    assertThat(shorter.last).isEqualTo(4 * SECOND);
    assertThat(longer.last).isEqualTo(7 * SECOND);
  }

  @Test
  void givesThePlaceOfOneThatLeftToTheNext() {
    VirtualNode node = queueing(1, UNBOUNDED, pace(1, 1));
    ModelledVisitor leaving = call(100);
    ModelledVisitor next = call(1);
    VirtualNode.Stay stay = node.take(leaving);
    node.take(next);

    time.at(5 * SECOND, stay::leave);
    play();

    assertThat(leaving.last).isEqualTo(-1);
    assertThat(next.first).isEqualTo(6 * SECOND);
    assertThat(node.busy()).isZero();
  }

  @Test
  void forgetsOneThatLeftTheQueue() {
    VirtualNode node = queueing(1, UNBOUNDED, pace(1, 0));
    node.take(call(1));
    ModelledVisitor waiting = call(1);

    node.take(waiting).leave();
    play();

    assertThat(waiting.first).isEqualTo(-1);
    assertThat(node.waiting()).isZero();
  }

  private VirtualNode queueing(int places, int queue, NodePace pace) {
    RehearsedNode one = node("n", places, pace);
    return new VirtualNode(new RehearsedNode(one.spec(), places, queue, pace), time, random);
  }

  private ModelledVisitor call(int tokens) {
    return new ModelledVisitor(time, 1, tokens);
  }

  private void play() {
    while (time.step()) {}
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  /** The share of calls that wait, with {@code load} places' work for {@code places}. */
  private static double erlangC(int places, double load) {
    double term = 1;
    double sum = 1;
    for (int i = 1; i < places; i++) {
      term *= load / i;
      sum += term;
    }
    double last = term * load / places * places / (places - load);
    return last / (sum + last);
  }
}
