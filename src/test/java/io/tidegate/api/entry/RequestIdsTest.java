package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

  private final long seed = new Random().nextLong();
  private final RequestIds ids = new RequestIds(seed);

  @ParameterizedTest
  @ValueSource(strings = {"12345678", "req_A.b-9_z", "f3b1c2d4-0000-4000-8000-000000000000"})
  void keepsAnIdThatCanBePassedOn(String given) {
    assertThat(ids.of(given)).isEqualTo(given);
    assertThat(ids.of("x".repeat(100))).hasSize(100);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "short",
        "with space",
        "line\nbreak",
        "umlaut-\u00e4\u00e4\u00e4",
        "a/b/c/d/e"
      })
  void replacesOneThatCannot(String given) {
    assertThat(ids.of(given)).matches("req_[0-9a-f]{32}");
    assertThat(ids.of("x".repeat(101))).startsWith("req_");
  }

  @Test
  void neverMakesTheSameTwice() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(made.add(ids.of(null))).as("seed %d, id %d", seed, i).isTrue();
    }
  }

  @Test
  void differsAmongServers() {
    assertThat(new RequestIds(1).of(null)).isNotEqualTo(new RequestIds(2).of(null));
    assertThat(new RequestIds(7).of(null)).isEqualTo(new RequestIds(7).of(null));
  }
}
