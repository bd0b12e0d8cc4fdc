package io.tidegate.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the console's own files promise, without a browser. */
final class ConsolePagesTest {

  private static final Path ROOT = Path.of("src/main/webapp");
  private static final Path CONSOLE = ROOT.resolve("console");
  private static final int MOST_LINES = 300;

  private static final Pattern TEXT = Pattern.compile("'([\\w .-]+)': '((?:[^'\\\\]|\\\\.)*)'");
  private static final Pattern USED =
      Pattern.compile("\\bt\\('([\\w .-]+)'[,)]|data-text=\"([\\w.-]+)\"");
  private static final Pattern BLANK = Pattern.compile("\\{\\w+}");

  @Test
  void bothLanguagesHaveTheSameTextsWithTheSameBlanks() throws IOException {
    assertThat(blanks("zh.js")).isEqualTo(blanks("en.js")).hasSizeGreaterThan(300);
  }

  @Test
  void eachTextThatIsAskedForIsThere() throws IOException {
    Map<String, List<String>> known = blanks("en.js");
    for (Path file : files()) {
      Matcher used = USED.matcher(Files.readString(file));
      while (used.find()) {
        String key = used.group(1) == null ? used.group(2) : used.group(1);
        assertThat(known).as(file.toString()).containsKey(key);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void nothingCanBecomeMarkupNorComesFromOutside(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(text)
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        .doesNotContain("new Function", "importScripts", "http-equiv", "@import", "<style");
    assertThat(text).doesNotContainPattern("<[^>]+ on\\w+=").doesNotContainPattern("style=\"");
    assertThat(text).doesNotContainPattern("(src|from|href|url\\()\\s*=?\\s*['\"(]?(https?:)?//");
    assertThat(text.lines().count()).isLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void thePageLoadsAllModulesAtOnceSoThatNoneWaitsForAnother() throws IOException {
    String page = Files.readString(ROOT.resolve("index.html"));
    for (Path file : files()) {
      String address = "/" + ROOT.relativize(file).toString().replace('\\', '/');
      if (address.endsWith(".js")) {
        assertThat(page).contains("=\"" + address + "\"");
      }
    }
  }

  /** The blanks of each text, by the text's name. */
  private static Map<String, List<String>> blanks(String file) throws IOException {
    Map<String, List<String>> texts = new TreeMap<>();
    Matcher text = TEXT.matcher(Files.readString(CONSOLE.resolve("lang").resolve(file)));
    while (text.find()) {
      List<String> found = BLANK.matcher(text.group(2)).results().map(r -> r.group()).toList();
      texts.put(text.group(1), List.copyOf(new TreeSet<>(found)));
    }
    return texts;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(CONSOLE)) {
      return Stream.concat(Stream.of(ROOT.resolve("index.html")), all.filter(Files::isRegularFile))
          .sorted()
          .toList();
    }
  }
}
