package io.tidegate.alerting;

import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A server whose figures a test sets, and whose rules are evaluated every 15 seconds. */
final class RuleFixture {

  static final Duration INTERVAL = Duration.ofSeconds(15);

  final FakeFigures figures = new FakeFigures();
  final Evaluator evaluator;
  private final ManualClock clock = new ManualClock();
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  RuleFixture() {
    this(Rules.ALL);
  }

  RuleFixture(List<Rule> rules) {
    evaluator =
        new Evaluator(
            rules, AlertingConfig.from(new Settings(Map.of())), figures, clock, () -> wall);
  }

  /** Lets {@code time} pass; before each evaluation {@code traffic} is done. */
  void pass(Duration time, Runnable traffic) {
    for (long i = 0; i < time.dividedBy(INTERVAL); i++) {
      clock.advance(INTERVAL);
      wall = wall.plus(INTERVAL);
      traffic.run();
      evaluator.tick();
    }
  }

  void pass(Duration time) {
    pass(time, () -> {});
  }

  Instant now() {
    return wall;
  }

  /** The names of the alerts that are in {@code state}. */
  List<String> in(Alert.State state) {
    return evaluator.alerts().in(state).stream().map(Alert::name).toList();
  }

  List<String> firing() {
    return in(Alert.State.FIRING);
  }
}
