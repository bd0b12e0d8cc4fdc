package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileTest {

  @TempDir private Path folder;

  @Test
  void theFileForPrometheusIsWhatTheRulesPrint() throws IOException {
    assertThat(Files.readString(Path.of("deploy/prometheus/tidegate.rules.yml")))
        .as("written anew by io.tidegate.alerting.RuleFileMain")
        .isEqualTo(RuleFile.of(Rules.ALL, AlertingConfig.RUNBOOK));
  }

  @Test
  void mainWritesTheFileWithTheRunbookThatItIsGiven() throws IOException {
    Path file = folder.resolve("rules.yml");
    RuleFileMain.main(new String[] {file.toString(), "https://wiki.example.org/tidegate"});

    assertThat(file)
        .content()
        .contains("runbook_url: \"https://wiki.example.org/tidegate#higherrorrate\"")
        .doesNotContain(AlertingConfig.RUNBOOK);
  }

  @Test
  void printsAllKindsOfQuantities() {
    Selector some = Selector.of("a_total").with("x", "1", "2").without("y", "3");
    Rule rule =
        new Rule(
            "Some",
            List.of("node"),
            List.of(
                Condition.below(
                    new Ratio(new Rate(some, Duration.ofSeconds(90)), new Constant(2)),
                    new Scaled(0.5, new Level(Selector.of("b").without("z", "4", "5"), Fold.MIN))),
                Condition.above(new Level(Selector.of("c").with("k", "v"), Fold.MAX), 1e6)),
            Duration.ofHours(1),
            Severity.WARNING,
            "It is {node}.");

    assertThat(rule.promql())
        .isEqualTo(
            """
            sum by (instance, node) (rate(a_total{x=~"1|2", y!="3"}[90s]))
            / 2
            < 0.5 * min by (instance, node) (b{z!~"4|5"})
            and
            max by (instance, node) (c{k="v"})
            > 1000000""");
    assertThat(RuleFile.of(List.of(rule), "r"))
        .contains("for: 1h")
        .contains("It is {{ $labels.node }}.");
  }
}
