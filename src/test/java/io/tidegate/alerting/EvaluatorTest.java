package io.tidegate.alerting;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.alerting.Alert.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private final RuleFixture server = new RuleFixture();

  private void calls(int answered, int failed) {
    String name = "tidegate_requests_total";
    server.figures.add(name, answered, "outcome", "answered", "reason", "none");
    if (failed > 0) {
      server.figures.add(name, failed, "outcome", "failed", "reason", "upstream_failed");
    }
  }

  @Test
  void isSilentBeforeThereIsAnything() {
    assertThat(server.evaluator.alerts().active()).isEmpty();
    assertThat(server.evaluator.alerts().evaluated()).isNull();
    server.pass(ofMinutes(10));

    assertThat(server.evaluator.alerts().active()).isEmpty();
  }

  @Test
  void firesAfterTheShareHasBeenTooHighForTwoMinutesAndNotBefore() {
    server.pass(ofMinutes(10), () -> calls(100, 0));
    Instant start = server.now();
    server.pass(ofSeconds(15), () -> calls(50, 50));

    assertThat(server.in(State.PENDING)).contains("HighErrorRate");
    assertThat(server.firing()).doesNotContain("HighErrorRate");

    server.pass(ofSeconds(105), () -> calls(50, 50));
    assertThat(server.firing()).doesNotContain("HighErrorRate");

    server.pass(ofSeconds(15), () -> calls(50, 50));
    Alert alert = server.evaluator.alerts().in(State.FIRING).get(0);
    assertThat(alert.name()).isEqualTo("HighErrorRate");
    assertThat(alert.since()).isEqualTo(start.plus(ofSeconds(15)));
    assertThat(alert.fired()).contains(start.plus(ofSeconds(135)));
    assertThat(alert.value()).isEqualTo(0.5);
    assertThat(alert.threshold()).isEqualTo("> 0.05");
    assertThat(alert.runbook()).isEqualTo("docs/runbook.md#higherrorrate");
  }

  @Test
  void resolvesWhenTheMinuteIsCleanAgainAndRemembersIt() {
    server.pass(ofMinutes(5), () -> calls(50, 50));
    assertThat(server.firing()).contains("HighErrorRate");
    server.pass(ofSeconds(75), () -> calls(100, 0));

    assertThat(server.firing()).doesNotContain("HighErrorRate");
    assertThat(server.in(State.RESOLVED)).contains("HighErrorRate");

    server.pass(ofHours(25), () -> calls(100, 0));
    assertThat(server.in(State.RESOLVED)).isEmpty();
  }

  @Test
  void aPendingAlertThatEndsIsForgotten() {
    server.pass(ofMinutes(5), () -> calls(100, 0));
    server.pass(ofSeconds(15), () -> calls(90, 10));
    server.pass(ofMinutes(2), () -> calls(100, 0));

    assertThat(server.in(State.PENDING)).doesNotContain("HighErrorRate");
    assertThat(server.in(State.RESOLVED)).doesNotContain("HighErrorRate");
  }

  @Test
  void whatBecameAJobIsNoError() {
    server.pass(
        ofMinutes(5),
        () -> {
          calls(50, 0);
          server.figures.add(
              "tidegate_requests_total", 50, "outcome", "queued", "reason", "upstream_busy");
        });

    assertThat(server.evaluator.alerts().active()).isEmpty();
  }

  @Test
  void theFirstFailureEverIsSeen() {
    server.pass(ofMinutes(1), () -> calls(10, 0));
    server.figures.set("tidegate_webhooks_total", 1, "outcome", "dead", "reason", "gone");
    server.pass(ofSeconds(15), () -> calls(10, 0));

    assertThat(server.firing()).containsExactly("DeadWebhooks");
  }

  @Test
  void aServerThatStartsAnewCountsNothingTwice() {
    server.figures.set("tidegate_webhooks_total", 7, "outcome", "dead", "reason", "gone");
    server.pass(ofMinutes(1));
    server.figures.set("tidegate_webhooks_total", 0, "outcome", "dead", "reason", "gone");
    server.pass(ofMinutes(1));

    assertThat(server.evaluator.alerts().active()).isEmpty();
  }

  @Test
  void eachNodeAlarmsForItself() {
    server.figures.set("tidegate_node_ejected", 1, "node", "gpu1");
    server.figures.set("tidegate_node_ejected", 0, "node", "gpu2");
    server.figures.set("tidegate_node_ejected", 1, "node", "gpu3");
    server.pass(ofMinutes(2));

    assertThat(server.evaluator.alerts().in(State.FIRING))
        .extracting(Alert::labels)
        .containsExactlyInAnyOrder(Map.of("node", "gpu1"), Map.of("node", "gpu3"));
    assertThat(server.evaluator.alerts().in(State.FIRING))
        .extracting(Alert::summary)
        .contains("Node gpu1 is out after failures, and probes do not bring it back.");

    server.figures.remove("tidegate_node_ejected");
    server.pass(ofSeconds(15));
    assertThat(server.firing()).isEmpty();
    assertThat(server.in(State.RESOLVED)).containsExactly("NodeEjected", "NodeEjected");
  }

  @Test
  void aBurnThatIsOverDoesNotFireForAnHour() {
    server.pass(ofHours(2), () -> calls(1000, 0));
    server.pass(ofMinutes(10), () -> calls(900, 100));
    assertThat(server.firing()).contains("ErrorBudgetFastBurn", "ErrorBudgetSlowBurn");

    server.pass(ofMinutes(6), () -> calls(1000, 0));
    assertThat(server.firing()).doesNotContain("ErrorBudgetFastBurn");
    server.pass(ofMinutes(30), () -> calls(1000, 0));
    assertThat(server.firing()).isEmpty();
  }

  @Test
  void aCacheThatHitsHalfAsOftenIsSeenAndOneThatNeverHitIsNot() {
    server.pass(ofHours(1), () -> lookups(60, 40));
    server.pass(ofMinutes(25), () -> lookups(10, 90));
    assertThat(server.firing()).containsExactly("CacheHitCollapse");

    RuleFixture cold = new RuleFixture();
    cold.pass(
        ofHours(1),
        () -> cold.figures.add("tidegate_cache_lookups_total", 9, "level", "l1", "result", "miss"));
    assertThat(cold.firing()).isEmpty();
  }

  private void lookups(int hits, int misses) {
    String name = "tidegate_cache_lookups_total";
    server.figures.add(name, hits, "level", "l1", "result", "hit");
    server.figures.add(name, misses, "level", "l1", "result", "miss");
  }

  @Test
  void labelsWithoutAnEndTakeNoMoreThanTheirShareOfMemory() {
    Rule rule =
        new Rule(
            "Many",
            List.of("id"),
            List.of(Condition.above(new Level(Selector.of("a"), Fold.MAX), 0)),
            Duration.ZERO,
            Severity.WARNING,
            "Many.");
    RuleFixture crowd = new RuleFixture(List.of(rule));
    for (int i = 0; i < 5000; i++) {
      crowd.figures.set("a", 1, "id", "id" + i);
    }
    crowd.pass(ofSeconds(15));
    assertThat(crowd.firing()).hasSize(History.MOST_GROUPS);

    crowd.figures.remove("a");
    crowd.pass(ofSeconds(15));
    assertThat(crowd.in(State.RESOLVED)).hasSize(100);
  }
}
