package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

  @Test
  void listsTheModelsOfANode() {
    String body = "{\"object\":\"list\",\"data\":[{\"id\":\"b\",\"x\":1},{\"id\":\"a\"}]}";

    assertThat(Probe.of(200, body)).isEqualTo(new Probe(200, List.of("b", "a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not JSON",
        "[]",
        "7",
        "null",
        "{}",
        "{\"data\":7}",
        "{\"data\":[]}",
        "{\"data\":[{\"x\":1}]}",
        "{\"data\":[7]}"
      })
  void listsNoneWhenTheReplyIsNoModelList(String body) {
    assertThat(Probe.of(200, body).models()).isEmpty();
    assertThat(Probe.of(200, body).alive()).isTrue();
  }

  @Test
  void listsNoneOfARefusalOrAReplyWithoutBody() {
    assertThat(Probe.of(500, "{\"data\":[{\"id\":\"a\"}]}").models()).isEmpty();
    assertThat(Probe.of(200, null).models()).isEmpty();
  }

  /** What a proxy has changed is 203. */
  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203})
  void listsThoseOfAReplyUnderAnyStatusOfSuccess(int status) {
    Probe probe = Probe.of(status, "\ufeff{\"data\":[{\"id\":\"a\",\"x\":NaN}]}");

    assertThat(probe.models()).containsExactly("a");
    assertThat(probe.trouble()).isEmpty();
    assertThat(Probe.of(status, "{}").trouble()).contains("GET /models lists no model");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 400, 404, 405})
  void isAliveEvenWithoutSuchAPath(int status) {
    assertThat(Probe.of(status, "").alive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void saysThatItWasLedElsewhere(int status) {
    String models = "GET /models was answered with ";
    assertThat(Probe.of(status, "Redirecting to http://inside.example/").trouble())
        .contains(
            models + "a redirect (" + status + "); its url setting must lead to the API itself");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 408, 429, 500, 502, 503, 504})
  void isNotAliveWhenItRefusesUsIsBusyOrBroken(int status) {
    assertThat(Probe.of(status, "").alive()).isFalse();
  }

  @Test
  void cannotBeChangedFromOutside() {
    List<String> models = new ArrayList<>(List.of("a"));
    Probe probe = new Probe(200, models);
    models.clear();

    assertThat(probe.models()).containsExactly("a");
  }
}
