package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TermsTest {

  @Test
  void refusesANegativeCountOfRetries() {
    assertThatThrownBy(() -> new Terms(Priority.NORMAL, false, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retries");
  }

  @Test
  void needsAPriority() {
    assertThatThrownBy(() -> new Terms(null, false, 0)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void areOrdinaryWhenNobodySaidAnything() {
    assertThat(Terms.DEFAULT).isEqualTo(new Terms(Priority.NORMAL, false, 0));
  }
}
