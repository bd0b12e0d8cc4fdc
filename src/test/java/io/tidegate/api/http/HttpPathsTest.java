package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPathsTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/nothing, There is nothing at /v1/nothing.",
    "/v1/responses/resp_1/cancel, there is POST /v1/responses alone",
    "/v1/messages/batches, POST /v1/messages/count_tokens",
    "/anthropic/v1/complete, also below /anthropic",
    "/openai/deployments/gpt/chat/completions, Azure's paths are not served",
    "/v1/v1/chat/completions, The base URL ends in /v1 already.",
  })
  void namesThePathThatIsNotThereAndWhatToUse(String path, String said) {
    FakeRequest request = new FakeRequest(0);
    request.path = path;

    assertThat(HttpPaths.missing(request.http))
        .startsWith("There is nothing at " + path + ".")
        .contains(said);
  }

  @Test
  void cutsALongOne() {
    FakeRequest request = new FakeRequest(0);
    request.path = "/" + "x".repeat(10_000);

    assertThat(HttpPaths.missing(request.http)).hasSizeLessThan(300);
  }

  @Test
  void namesTheMethodThatIsNotTaken() {
    assertThat(HttpPaths.notTaken(new FakeRequest(0).http))
        .isEqualTo("/v1/chat/completions does not take POST.");
  }
}
