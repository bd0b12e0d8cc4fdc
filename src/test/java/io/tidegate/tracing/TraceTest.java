package io.tidegate.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void takesAParentAndItsState() {
    assertThat(Trace.of(" " + PARENT, "a=1,b=2")).isEqualTo(new Trace(PARENT, "a=1,b=2"));
    assertThat(Trace.of(PARENT, null)).isEqualTo(new Trace(PARENT, null));
    assertThat(Trace.of(PARENT, "a\nb").state()).isNull();
    assertThat(Trace.of(PARENT, "x".repeat(513)).state()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nx: y"
      })
  void takesNothingThatBreaksTheRules(String parent) {
    assertThat(Trace.of(parent, "a=1")).isEqualTo(Trace.NONE);
  }
}
