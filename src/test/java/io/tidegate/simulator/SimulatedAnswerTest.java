package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedAnswerTest {

  @Test
  void isTheSameForTheSamePromptInEveryRun() {
    assertThat(SimulatedAnswer.text("Hi", 3)).isEqualTo("Simulated answer to \"Hi\": ferry wave");
    assertThat(SimulatedAnswer.reasoning("Hi")).startsWith("Simulated reasoning: jetty haven");
    assertThat(SimulatedAnswer.embedding("Hi")).containsExactly(SimulatedAnswer.embedding("Hi"));
  }

  @Test
  void differsForAnotherPrompt() {
    assertThat(SimulatedAnswer.text("a", 20).substring(25))
        .isNotEqualTo(SimulatedAnswer.text("b", 20).substring(25));
    assertThat(SimulatedAnswer.embedding("a")).isNotEqualTo(SimulatedAnswer.embedding("b"));
  }

  @Test
  void isTheBeginningOfALongerOne() {
    assertThat(SimulatedAnswer.text("Hi", 0)).isEmpty();
    assertThat(SimulatedAnswer.text("Hi", 9)).startsWith(SimulatedAnswer.text("Hi", 4) + " ");
  }

  @Test
  void quotesOnlyTheBeginningOfAPromptAndKeepsCharactersWhole() {
    String prompt = "line\nbreak\r\n" + "\ud83c\udf0a".repeat(40);

    assertThat(SimulatedAnswer.text(prompt, 1))
        .isEqualTo("Simulated answer to \"line break " + "\ud83c\udf0a".repeat(28) + "\":");
  }

  @Test
  void embedsWithinTheUnitRange() {
    for (float number : SimulatedAnswer.embedding("anything")) {
      assertThat(number).isBetween(-1f, 1f);
    }
  }
}
