package io.tidegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model names as held by a test is held by one that is there. */
final class ThreatModelTest {

  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");
  private static final Pattern SCRIPT = Pattern.compile("`(bench/[a-z-]+\\.sh)`");

  @Test
  void eachTestThatItNamesIsThere() throws IOException {
    String page = Files.readString(Path.of("docs/threat-model.md"), UTF_8);
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    assertThat(NAMED.matcher(page).results().map(found -> found.group(1)))
        .hasSizeGreaterThan(20)
        .isSubsetOf(tests);
    assertThat(SCRIPT.matcher(page).results().map(found -> Path.of(found.group(1))))
        .isNotEmpty()
        .allSatisfy(script -> assertThat(script).isExecutable());
  }
}
