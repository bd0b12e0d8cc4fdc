package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriorityTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " high", "urgent", "1"})
  void refusesOtherWordsWithTheRule(String text) {
    assertThatThrownBy(() -> Priority.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be high, normal or low");
  }

  @ParameterizedTest
  @CsvSource({"high, HIGH", "Normal, NORMAL", "LOW, LOW"})
  void readsItsNamesInAnyCase(String text, Priority priority) {
    assertThat(Priority.parse(text)).isEqualTo(priority);
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void readsWhatItWrites(Priority priority) {
    assertThat(Priority.parse(priority.label())).isEqualTo(priority);
  }

  @Test
  void givesTheLessUrgentOfTwo() {
    assertThat(Priority.HIGH.atMost(Priority.LOW)).isEqualTo(Priority.LOW);
    assertThat(Priority.LOW.atMost(Priority.HIGH)).isEqualTo(Priority.LOW);
    assertThat(Priority.NORMAL.atMost(Priority.HIGH)).isEqualTo(Priority.NORMAL);
    assertThat(Priority.HIGH.atMost(Priority.HIGH)).isEqualTo(Priority.HIGH);
  }
}
