package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {

  private final Aliases aliases =
      new Aliases(
          Map.of(
              "claude-*", "flash",
              "claude-opus*", "pro",
              "claude-*-thinking", "reasoner",
              "*-a*b*", "letters",
              "claude-opus-4", "exactly",
              "gpt-4", "chat"));

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-5, flash",
    "claude-, flash",
    "claude-opus, pro",
    "claude-opus-4-20250514, pro",
    "claude-opus-5-thinking, reasoner",
    "claude--thinking, reasoner",
    "x-a-b-, letters",
    "-ab, letters"
  })
  void theLongestPatternThatFitsCounts(String name, String model) {
    assertThat(aliases.matched(name)).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource({"claude", "Claude-sonnet", "not-claude-x", "x-ba", "gpt-4"})
  void aPatternFitsTheWholeNameOrNotAtAll(String name) {
    assertThat(aliases.matched(name)).isNull();
  }

  @Test
  void whatStandsBeforeAStarIsNotTakenAgainForWhatStandsBehindIt() {
    assertThat(new Aliases(Map.of("aba*ba", "m")).matched("aba")).isNull();
    assertThat(new Aliases(Map.of("aba*ba", "m")).matched("ababa")).isEqualTo("m");
    assertThat(new Aliases(Map.of("*b*b", "m")).matched("b")).isNull();
  }

  @Test
  void ofTwoPatternsAsLongTheFirstByNameCounts() {
    Aliases two = new Aliases(Map.of("ab*", "second", "a*b", "first"));

    assertThat(two.matched("abb")).isEqualTo("first");
  }

  @Test
  void namesAreNoPatterns() {
    assertThat(aliases.named("claude-opus-4")).isEqualTo("exactly");
    assertThat(aliases.named("claude-*")).isNull();
    assertThat(new Aliases(Map.of("gpt.4", "m")).named("gpt-4")).isNull();
  }

  @Test
  void aStarAloneFitsEverything() {
    assertThat(new Aliases(Map.of("*", "m")).matched("")).isEqualTo("m");
    assertThat(new Aliases(Map.of("*", "m")).matched("any")).isEqualTo("m");
  }
}
