package io.tidegate.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.routing.balancing.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server may say by a name, the console has words for. */
final class ConsoleWordsTest {

  private static final Path CONSOLE = Path.of("src/main/webapp/console");
  private static final Pattern KEY = Pattern.compile("'([a-z][\\w.-]*)': ?['`]");
  private static final Pattern QUOTED = Pattern.compile("'([a-z-]+)'");

  private static List<String> found(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(Files.readString(CONSOLE.resolve(file)))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void offersEachStrategy() throws IOException {
    assertThat(found(QUOTED, "strategies.js"))
        .containsExactlyElementsOf(Arrays.stream(Strategy.values()).map(Strategy::label).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lang/en.js", "lang/zh.js"})
  void hasWordsForEachStrategy(String language) throws IOException {
    assertThat(found(KEY, language))
        .containsAll(
            Arrays.stream(Strategy.values()).map(one -> "strategy." + one.label()).toList());
  }

  /** Calls are refused, and jobs fail, by these. */
  @ParameterizedTest
  @ValueSource(strings = {"lang/en.js", "lang/zh.js"})
  void hasWordsForEachErrorCode(String language) throws IOException {
    assertThat(found(KEY, language))
        .containsAll(Arrays.stream(ErrorCode.values()).map(code -> "why." + code.code()).toList());
  }

  @Test
  void saysTheSameInEachLanguage() throws IOException {
    assertThat(found(KEY, "lang/zh.js"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(found(KEY, "lang/en.js"));
  }
}
