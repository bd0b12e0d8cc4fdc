package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says by {@code Prefer} (the examples are those of RFC 7240 and near misses). */
class PreferencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "respond-async",
        "Respond-Async",
        " respond-async ",
        "respond-async, wait=10",
        "wait=10,respond-async",
        "return=minimal; foo=\"some parameter\" , respond-async",
        "respond-async; a=b",
        "respond-async=",
        "respond-async=\"\"",
        "x=\"a, b\\\"c\", respond-async",
        ",,respond-async,"
      })
  void asksForAJob(String line) {
    assertThat(Preferences.respondAsync(List.of(line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait=10",
        "respond-asynchronously",
        "xrespond-async",
        "respond-async=no",
        "foo=respond-async",
        "foo=\"a, respond-async\"",
        "foo; respond-async",
        "handling=lenient; respond-async"
      })
  void saysNothingOfAJob(String line) {
    assertThat(Preferences.respondAsync(List.of(line))).isFalse();
  }

  @Test
  void anyOfSeveralLinesCounts() {
    assertThat(Preferences.respondAsync(List.of("return=minimal", "respond-async"))).isTrue();
    assertThat(Preferences.respondAsync(List.of())).isFalse();
  }
}
