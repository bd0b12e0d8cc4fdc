package io.tidegate.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.entry.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form usage is told. */
class HttpUsageFormatTest {

  private static boolean isCsv(String accept, String format) {
    FakeRequest request = new FakeRequest(0);
    if (accept != null) {
      request.headers.put("Accept", accept);
    }
    return HttpUsage.isCsv(request.http, format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/csv", "Text/CSV", "text/csv, */*;q=0.1", "application/json;q=0.5, text/csv"})
  void whoWouldRatherHaveCsvGetsIt(String accept) {
    assertThat(isCsv(accept, null)).isTrue();
    assertThat(isCsv(accept, "json")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv;q=0",
        "text/csv;q=0.1, application/json",
        "text/csv-schema",
        "application/json, text/csv",
        "*/*"
      })
  void othersGetJson(String accept) {
    assertThat(isCsv(accept, null)).isFalse();
    assertThat(isCsv(accept, "csv")).isTrue();
  }

  @Test
  void whatIsNeitherIsRefused() {
    assertThat(isCsv(null, null)).isFalse();
    assertThatThrownBy(() -> isCsv(null, "xml")).hasMessageContaining("csv or json");
  }
}
