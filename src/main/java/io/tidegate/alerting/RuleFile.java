package io.tidegate.alerting;

import java.util.List;
import java.util.stream.Collectors;

/** Prints rules as a rule file of Prometheus. */
final class RuleFile {

  private static final String HEAD =
"""
# Printed from the rules in io.tidegate.alerting by RuleFileMain. Change them there: the server
# evaluates the same ones itself.
groups:
  - name: tidegate
    rules:
""";

  private static final String ALERT =
      """
            - alert: %s
              expr: |-
      %s
              for: %s
              labels:
                severity: %s
              annotations:
                summary: "%s"
                value: "{{ $value | humanize }}"
                runbook_url: "%s#%s"
      """;

  private RuleFile() {}

  /**
   * The file for {@code rules}.
   *
   * @param runbook where the runbook is, without an anchor
   */
  static String of(List<Rule> rules, String runbook) {
    return rules.stream().map(rule -> of(rule, runbook)).collect(Collectors.joining("", HEAD, ""));
  }

  private static String of(Rule rule, String runbook) {
    return ALERT.formatted(
        rule.name(),
        rule.promql().indent(10).stripTrailing(),
        Durations.prometheus(rule.patience()),
        rule.severity().label(),
        rule.summary().replaceAll("\\{(\\w+)}", "{{ \\$labels.$1 }}"),
        runbook,
        rule.anchor());
  }
}
