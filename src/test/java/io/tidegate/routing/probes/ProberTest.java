package io.tidegate.routing.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.ToReproduce;
import io.tidegate.upstream.wire.NoWayException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProberTest {

  private static final Duration EJECTION = Duration.ofSeconds(10);

  private final Fleet fleet =
      new Fleet(Map.of("routing.ejection-time", "PT10S", "routing.discovery-interval", "PT1M"));
  private final FakeUpstream upstream = fleet.upstream();
  private final Prober prober = new Prober(fleet.pool(), upstream, fleet.config(), fleet.clock());

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void neverAsksHealthyNodesWhoseModelsAreConfigured() {
    fleet.add("a", "chat");
    fleet.add(Fleet.draining(Fleet.spec("b", "chat"), true));

    for (int i = 0; i < 200; i++) {
      tickAfter(Duration.ofSeconds(1));
    }

    assertThat(upstream.probed()).isEmpty();
  }

  @Test
  void asksAnEjectedNodeOnceItsTimeIsOver() {
    eject(fleet.add("a", "chat"));

    tickAfter(EJECTION.minusNanos(1));
    assertThat(upstream.probed()).isEmpty();

    tickAfter(Duration.ofNanos(1));
    assertThat(upstream.probed()).containsExactly("a");
  }

  @Test
  void asksOnceWhileTheReplyIsOnItsWay() {
    Node node = fleet.add("a", "chat");
    eject(node);

    tickAfter(EJECTION);
    tickAfter(EJECTION);

    assertThat(upstream.probed()).containsExactly("a");
    assertThat(node.usable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 405})
  void readmitsANodeThatIsThere(int status) {
    Node node = fleet.add("a", "chat");
    eject(node);
    tickAfter(EJECTION);

    upstream.answerProbe("a", status);

    assertThat(node.usable()).isTrue();
    assertThat(node.health().ramp(fleet.clock().getAsLong())).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 429, 500, 502, 503})
  void keepsANodeEjectedThatIsNotReady(int status) {
    Node node = fleet.add("a", "chat");
    eject(node);
    tickAfter(EJECTION);

    upstream.answerProbe("a", status);

    assertThat(node.usable()).isFalse();
  }

  @Test
  void holdsAProbeThatTheServerCouldNotSendAgainstNoNode() {
    Node node = fleet.add("a", "chat");
    eject(node);
    upstream.failProbe("a", NoWayException.withoutThread());
    tickAfter(EJECTION);
    assertThat(node.usable()).isFalse();

    upstream.answerProbe("a", 200);
    tickAfter(Duration.ofSeconds(1));
    assertThat(upstream.probed()).hasSize(2);
    assertThat(node.usable()).isTrue();
  }

  @Test
  void keepsANodeEjectedThatDoesNotReplyAndAsksItLaterEachTime() {
    Node node = fleet.add("a", "chat");
    eject(node);
    upstream.failProbe("a");

    tickAfter(EJECTION);
    assertThat(node.usable()).isFalse();
    tickAfter(EJECTION.multipliedBy(2).minusNanos(1));
    assertThat(upstream.probed()).hasSize(1);
    tickAfter(Duration.ofNanos(1));
    assertThat(upstream.probed()).hasSize(2);

    upstream.answerProbe("a", 200);
    tickAfter(EJECTION.multipliedBy(3));
    assertThat(node.usable()).isTrue();
  }

  @Test
  void findsOutTheModelsOfANodeForWhichNoneAreConfigured() {
    Node node = fleet.add("a");
    upstream.answerProbe("a", 200, "chat", "code");

    prober.tick();

    assertThat(node.usable()).isTrue();
    assertThat(fleet.pool().models()).containsExactly("chat", "code");
    assertThat(fleet.pool().serving("chat")).containsExactly(node);
  }

  @Test
  void asksOftenWhileTheModelsAreUnknownAndSeldomOnceTheyAreKnown() {
    fleet.add("a");
    prober.tick();
    tickAfter(Duration.ofSeconds(5).minusNanos(1));
    assertThat(upstream.probed()).hasSize(1);
    tickAfter(Duration.ofNanos(1));
    assertThat(upstream.probed()).hasSize(2);

    upstream.answerProbe("a", 200, "chat");
    tickAfter(Duration.ofMinutes(1).minusNanos(1));
    assertThat(upstream.probed()).hasSize(2);
    tickAfter(Duration.ofNanos(1));
    assertThat(upstream.probed()).hasSize(3);
  }

  @Test
  void followsANodeThatChangesItsModels() {
    fleet.add("a");
    upstream.answerProbe("a", 200, "chat");
    prober.tick();

    upstream.answerProbe("a", 200, "code");
    tickAfter(Duration.ofMinutes(1));

    assertThat(fleet.pool().models()).containsExactly("code");
  }

  @Test
  void keepsTheModelsItKnowsWhenANodeListsNoneOrDoesNotReply() {
    fleet.add("a");
    upstream.answerProbe("a", 200, "chat");
    prober.tick();

    upstream.answerProbe("a", 200);
    tickAfter(Duration.ofMinutes(1));
    upstream.failProbe("a");
    tickAfter(Duration.ofMinutes(1));

    assertThat(fleet.pool().models()).containsExactly("chat");
    assertThat(fleet.pool().node("a").orElseThrow().usable()).isTrue();
  }

  @Test
  void doesNotEjectANodeThatFailsToListItsModels() {
    fleet.add("a");
    upstream.failProbe("a");

    prober.tick();

    assertThat(fleet.pool().node("a").orElseThrow().condition()).isEqualTo("unknown");
  }

  @Test
  void leavesConfiguredModelsAloneWhenAnEjectedNodeListsOthers() {
    Node node = fleet.add("a", "chat");
    eject(node);
    upstream.answerProbe("a", 200, "other");

    tickAfter(EJECTION);

    assertThat(node.models()).containsOnlyKeys("chat");
  }

  @Test
  void learnsTheModelsOfAnEjectedNodeWithTheProbeThatReadmitsIt() {
    Node node = fleet.add("a");
    eject(node);
    upstream.answerProbe("a", 200, "chat");

    tickAfter(EJECTION);

    assertThat(node.usable()).isTrue();
    assertThat(upstream.probed()).containsExactly("a");
  }

  @Test
  void doesNotAskEjectedNodesForTheirModelsMeanwhile() {
    eject(fleet.add("a"));

    tickAfter(EJECTION.minusNanos(1));

    assertThat(upstream.probed()).isEmpty();
  }

  @Test
  void asksANodeAtOnceThatComesBackUnderItsName() {
    fleet.add("a");
    prober.tick();
    fleet.pool().remove("a");
    prober.tick();

    fleet.add("a");
    prober.tick();

    assertThat(upstream.probed()).containsExactly("a", "a");
  }

  @Test
  void doesNotBringARemovedNodeBackWhenItsReplyComesLate() {
    fleet.add("a");
    prober.tick();
    fleet.pool().remove("a");

    upstream.answerProbe("a", 200, "chat");

    assertThat(fleet.pool().nodes()).isEmpty();
    assertThat(fleet.pool().models()).isEmpty();
  }

  private void eject(Node node) {
    assertThat(node.health().eject(fleet.clock().getAsLong())).isTrue();
  }

  private void tickAfter(Duration time) {
    fleet.clock().advance(time);
    prober.tick();
  }
}
