package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.calls.AnthropicModelJson.AnthropicModelListJson;
import io.tidegate.api.calls.AnthropicModelJson.ModelPage;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.ModelFacts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicModelJsonTest {

  private static final List<AnthropicModelJson> ALL =
      Stream.of("a", "b", "c", "d")
          .map(id -> AnthropicModelJson.of(id, ModelFacts.UNKNOWN))
          .toList();

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "x", "", "1e2", "99999999999"})
  void refusesAnOddLimit(String limit) {
    assertThatThrownBy(() -> new ModelPage(null, null, limit).of(ALL))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("limit");
  }

  @ParameterizedTest
  @CsvSource({
    ", , , abcd, false",
    ", , 1, a, true",
    ", , 1000, abcd, false",
    "a, , 2, bc, true",
    "b, , 2, cd, false",
    "d, , , '', false",
    ", c, , ab, false",
    ", d, 2, bc, true",
    "unknown, , 2, ab, true"
  })
  void givesThePageThatIsAskedFor(
      String after, String before, String limit, String page, boolean more) {
    AnthropicModelListJson list = new ModelPage(after, before, limit).of(ALL);

    assertThat(String.join("", list.data().stream().map(AnthropicModelJson::id).toList()))
        .isEqualTo(page);
    assertThat(list.hasMore()).isEqualTo(more);
    assertThat(list.firstId()).isEqualTo(page.isEmpty() ? null : page.substring(0, 1));
  }

  @Test
  void isWrittenAsAnthropicDoes() {
    AnthropicModelJson model = AnthropicModelJson.of("org/m", new ModelFacts(1_700_000_000, 0, 0));

    assertThat(ApiJson.text(new ModelPage(null, null, null).of(List.of(model))))
        .isEqualTo(
            "{\"data\":[{\"id\":\"org/m\",\"type\":\"model\",\"display_name\":\"org/m\","
                + "\"created_at\":\"2023-11-14T22:13:20Z\"}],\"first_id\":\"org/m\","
                + "\"last_id\":\"org/m\",\"has_more\":false}");
  }
}
