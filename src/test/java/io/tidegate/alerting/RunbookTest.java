package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(#[^)]+)?\\)");
  private static final Pattern RUNBOOK = Pattern.compile("docs/runbook\\.md#([\\w-]+)");

  @Test
  void everyRuleHasItsHeadingWithWhatToLookAtAndWhatToDoFirst() throws IOException {
    String runbook = Files.readString(Path.of("docs/runbook.md"));
    for (Rule rule : Rules.ALL) {
      String section = section(runbook, rule.name());
      assertThat(section).as(rule.name()).contains("**").contains("\n- First: ");
      assertThat(rule.anchor()).isIn(anchors(Path.of("docs/runbook.md")));
    }
  }

  @Test
  void everyStepOfThePhasesHasACommandAndSaysWhatIsSeen() throws IOException {
    String runbook = Files.readString(Path.of("docs/runbook.md"));
    String phases = runbook.substring(0, runbook.indexOf("\n# Alerts\n"));
    List<String> steps =
        Pattern.compile("(?m)^\\*\\*(?=\\d\\.\\d+ )").splitAsStream(phases).skip(1).toList();

    assertThat(steps).hasSizeGreaterThan(25);
    assertThat(steps).allSatisfy(step -> assertThat(step).contains("\n    ").contains("*Seen:*"));
    assertThat(matches(Pattern.compile("(?m)^## (.+)$"), phases))
        .containsExactly("The first two hours", "Two to 24 hours", "One to seven days");
  }

  @Test
  void everyLinkOfTheRuleFilesLeadsToAHeading() throws IOException {
    Set<String> anchors = anchors(Path.of("docs/runbook.md"));
    int links = 0;
    for (Path file : ruleFiles()) {
      for (String anchor : matches(RUNBOOK, Files.readString(file))) {
        assertThat(anchor).as("%s in %s", anchor, file).isIn(anchors);
        links++;
      }
    }
    assertThat(links).isGreaterThanOrEqualTo(Rules.ALL.size());
  }

  @Test
  void everyLinkOfTheRunbookLeadsSomewhere() throws IOException {
    Path runbook = Path.of("docs/runbook.md");
    for (MatchResult link : LINK.matcher(Files.readString(runbook)).results().toList()) {
      Path file = link.group(1).isEmpty() ? runbook : Path.of("docs", link.group(1));
      assertThat(file).exists();
      if (link.group(2) != null) {
        assertThat(link.group(2).substring(1)).as(link.group()).isIn(anchors(file));
      }
    }
  }

  private static List<Path> ruleFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("deploy/prometheus"))) {
      return files.filter(file -> file.toString().endsWith(".rules.yml")).toList();
    }
  }

  private static String section(String text, String heading) {
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("a heading %s", heading).isNotNegative();
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path file) throws IOException {
    return matches(HEADING, Files.readString(file)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
