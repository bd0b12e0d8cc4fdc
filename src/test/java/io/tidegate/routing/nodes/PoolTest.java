package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Permit;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PoolTest {

  private static final long NOW = Long.MIN_VALUE;

  private final Fleet fleet =
      new Fleet(
          Map.of(
              "aliases.gpt-4", "chat",
              "aliases.of-nothing", "gone",
              "aliases.claude-*", "chat",
              "aliases.gone-*", "gone"));
  private final Pool pool = fleet.pool();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void showsItsNodesByName() {
    Node b = fleet.add("b", "m");
    Node a = fleet.add("a", "m");

    assertThat(pool.nodes()).containsExactly(a, b);
    assertThat(pool.node("a")).containsSame(a);
    assertThat(pool.node("c")).isEmpty();
  }

  @Test
  void tellsWhoServesAModel() {
    Node a = fleet.add("a", "chat", "code");
    Node b = fleet.add("b", "chat=own-chat");

    assertThat(pool.serving("chat")).containsExactly(a, b);
    assertThat(pool.serving("code")).containsExactly(a);
    assertThat(pool.serving("own-chat")).as("the node's own name is not public").isEmpty();
  }

  @Test
  void countsDrainingAndEjectedNodesAmongThoseThatServe() {
    Node a = fleet.add(Fleet.draining(Fleet.spec("a", "chat"), true));
    Node b = fleet.add("b", "chat");
    b.health().eject(NOW);

    assertThat(pool.serving("chat")).containsExactly(a, b);
  }

  @Test
  void listsModelsOfAllNodesAndAliasesOfServedOnes() {
    fleet.add("a", "chat", "code");
    fleet.add("b", "chat", "embed");

    assertThat(pool.models()).containsExactly("chat", "code", "embed", "gpt-4");
  }

  @Test
  void resolvesAliases() {
    assertThat(pool.resolve("gpt-4")).isEqualTo("chat");
    assertThat(pool.resolve("chat")).isEqualTo("chat");
    assertThat(pool.resolve("unheard-of")).isEqualTo("unheard-of");
  }

  @Test
  void resolvesByAPatternWhatIsNeitherAnAliasNorServed() {
    assertThat(pool.resolve("claude-sonnet")).isEqualTo("chat");
    fleet.add("a", "chat", "claude-own");

    assertThat(pool.resolve("claude-own")).isEqualTo("claude-own");
    assertThat(pool.resolve("claude-sonnet")).isEqualTo("chat");
  }

  @Test
  void knowsWhatAPatternFitsAndListsNoPattern() {
    fleet.add("a", "chat");

    assertThat(pool.models()).containsExactly("chat", "gpt-4");
    assertThat(pool.knows("claude-sonnet")).isTrue();
    assertThat(pool.knows("gpt-4")).isTrue();
    assertThat(pool.knows("gone-by")).isFalse();
    assertThat(pool.knows("nobody")).isFalse();
    assertThat(pool.facts("claude-sonnet")).isEqualTo(pool.facts("chat"));
  }

  @Test
  void isCompleteWhenTheModelsOfAllNodesAreKnown() {
    assertThat(pool.complete()).isTrue();
    Node silent = fleet.add("silent");
    assertThat(pool.complete()).isFalse();

    pool.found(silent, Map.of("m", "m"));

    assertThat(pool.complete()).isTrue();
    assertThat(pool.serving("m")).containsExactly(silent);
  }

  @Test
  void changesANodeInItsPlaceSoThatItsCallsGoOn() {
    Node before = fleet.add("a", "chat");
    Permit running = before.tryAcquire().orElseThrow();

    Node after = fleet.add(Fleet.sized(Fleet.spec("a", "code"), 9, 9));

    assertThat(after).isSameAs(before);
    assertThat(after.spec().weight()).isEqualTo(9);
    assertThat(after.inFlight()).isEqualTo(1);
    assertThat(pool.models()).containsExactly("code");
    running.close();
    assertThat(after.inFlight()).isZero();
  }

  @Test
  void leavesTheCallsOfARemovedNodeRunning() {
    Node node = fleet.add("a", "chat");
    Permit running = node.tryAcquire().orElseThrow();

    pool.remove("a");

    assertThat(pool.nodes()).isEmpty();
    assertThat(pool.serving("chat")).isEmpty();
    assertThat(node.inFlight()).isEqualTo(1);
    running.close();
    assertThat(node.inFlight()).isZero();
  }

  @Test
  void givesANodeThatComesBackUnderItsNameItsOwnPlaces() {
    Node before = fleet.add("a", "chat");
    Fleet.occupy(before, 1);
    pool.remove("a");

    Node after = fleet.add("a", "chat");

    assertThat(after).isNotSameAs(before);
    assertThat(after.inFlight()).isZero();
  }

  @Test
  void ejectsANodeWhoseModelsOthersServe() {
    Node a = fleet.add("a", "chat");
    fleet.add("b", "chat");

    assertThat(pool.eject(a, all -> true, NOW)).isTrue();

    assertThat(a.usable()).isFalse();
    assertThat(pool.eject(a, all -> true, NOW)).as("it already is").isFalse();
  }

  @Test
  void doesNotEjectTheOnlyNodeForAnyOfItsModels() {
    Node a = fleet.add("a", "chat", "code");
    fleet.add("b", "chat");

    assertThat(pool.eject(a, all -> true, NOW)).isFalse();

    assertThat(a.usable()).isTrue();
  }

  @Test
  void doesNotCountEjectedProbedOrDrainingNodesAsOthers() {
    Node a = fleet.add("a", "chat");
    fleet.add(Fleet.draining(Fleet.spec("b", "chat"), true));
    Node c = fleet.add("c", "chat");
    assertThat(pool.eject(c, all -> true, NOW)).isTrue();
    assertThat(pool.eject(a, all -> true, NOW)).isFalse();

    assertThat(c.health().startProbe(NOW + fleet.config().ejectionTime().toNanos())).isTrue();

    assertThat(pool.eject(a, all -> true, NOW)).isFalse();
  }

  @Test
  void ejectsTheNodeOnceTheOtherIsBack() {
    Node a = fleet.add("a", "chat");
    Node b = fleet.add("b", "chat");
    pool.eject(b, all -> true, NOW);
    assertThat(pool.eject(a, all -> true, NOW)).isFalse();

    assertThat(b.health().startProbe(NOW + fleet.config().ejectionTime().toNanos())).isTrue();
    b.health().probed(true, NOW);

    assertThat(pool.eject(a, all -> true, NOW)).isTrue();
  }

  /** Each could take the other for the one that stays: one of them must. */
  @Test
  void keepsOneOfTwoNodesThatTwoThreadsEjectAtTheSameTime() throws Exception {
    for (int round = 0; round < 200; round++) {
      Pool two = new Pool(fleet.config());
      List<Node> nodes =
          List.of(two.put(Fleet.spec("a", "chat")), two.put(Fleet.spec("b", "chat")));
      AtomicInteger ejected = new AtomicInteger();

      StartGate.run(
          2,
          thread -> {
            if (two.eject(nodes.get(thread), all -> true, NOW)) {
              ejected.incrementAndGet();
            }
          });

      assertThat(ejected).as("round %d", round).hasValue(1);
      assertThat(nodes).filteredOn(Node::usable).hasSize(1);
    }
  }

  @Test
  void keepsEveryNodeThatIsAddedByManyThreads() throws Exception {
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 50; i++) {
            pool.put(Fleet.spec("node-" + thread + "-" + i, "chat"));
          }
        });

    assertThat(pool.nodes()).hasSize(200);
    assertThat(pool.serving("chat")).hasSize(200);
  }
}
