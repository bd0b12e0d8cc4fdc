package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What Prometheus itself says of the files in {@code deploy/prometheus}, where it is installed. */
@EnabledIf("installed")
class PromtoolTest {

  private static final Path FOLDER = Path.of("deploy/prometheus").toAbsolutePath();

  static boolean installed() {
    return onPath("promtool") && onPath("amtool");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @BeforeAll
  static void thereAreFiles() {
    assertThat(FOLDER).isDirectory();
  }

  @Test
  void takesTheConfigurationAndItsRules() throws Exception {
    assertThat(run("promtool", "check", "config", "prometheus.yml")).contains("SUCCESS");
    assertThat(run("promtool", "check", "rules", "tidegate.rules.yml"))
        .contains(Rules.ALL.size() + " rules found");
  }

  @Test
  void takesTheConfigurationOfAlertmanager() throws Exception {
    assertThat(run("amtool", "check-config", "alertmanager.yml")).contains("SUCCESS");
  }

  @Test
  void eachRuleFiresWhenItMustStaysSilentWhenItMustAndResolves() throws Exception {
    assertThat(run("promtool", "test", "rules", "tidegate.rules.test.yml")).contains("SUCCESS");

    String tests = Files.readString(FOLDER.resolve("tidegate.rules.test.yml"));
    for (Rule rule : Rules.ALL) {
      assertThat(tests).as("tests of %s", rule.name()).contains("alertname: " + rule.name() + "\n");
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
