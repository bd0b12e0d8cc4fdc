package io.tidegate.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the rule file for Prometheus: {@code RuleFileMain FILE [URL of the runbook]}. */
public final class RuleFileMain {

  private RuleFileMain() {}

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new IllegalArgumentException("usage: RuleFileMain FILE [URL of the runbook]");
    }
    String runbook = arguments.length > 1 ? arguments[1] : AlertingConfig.RUNBOOK;
    String text = RuleFile.of(Rules.ALL, runbook);
    var unused = Files.writeString(Path.of(arguments[0]), text, UTF_8);
  }
}
