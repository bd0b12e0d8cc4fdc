package io.tidegate.tenants.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPatternTest {

  @ParameterizedTest
  @CsvSource({
    "deepseek-chat, deepseek-chat, true",
    "deepseek-chat, deepseek-chat2, false",
    "deepseek-*, deepseek-chat, true",
    "deepseek-*, deepseek-, true",
    "deepseek-*, other, false",
    "*, anything/at:all, true",
    "*-flash, deepseek-flash, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "deepseek.chat, deepseek-chat, false",
  })
  void matchesAsItIsRead(String pattern, String model, boolean matches) {
    assertThat(new ModelPattern(pattern).matches(model)).isEqualTo(matches);
  }

  @Test
  void agreesWithARegularExpression() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*", 1);
      String model = text(random, "ab", 0);
      boolean wanted = Pattern.matches(pattern.replace("*", ".*"), model);
      assertThat(new ModelPattern(pattern).matches(model))
          .as("seed %s: %s of %s", seed, pattern, model)
          .isEqualTo(wanted);
    }
  }

  @Test
  void isNotMadeSlow() {
    ModelPattern pattern = new ModelPattern("a*".repeat(100));
    String model = "a".repeat(10_000) + "b".repeat(10_000);

    Assertions.assertTimeout(Duration.ofSeconds(5), () -> pattern.matches(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ä"})
  void refusesWhatNamesNoModel(String text) {
    assertThatThrownBy(() -> new ModelPattern(text)).hasMessageContaining("names of models");
  }

  private static String text(Random random, String letters, int least) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8) + least; i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
