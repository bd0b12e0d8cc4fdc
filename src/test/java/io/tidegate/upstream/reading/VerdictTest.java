package io.tidegate.upstream.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

  @ParameterizedTest
  @ValueSource(ints = {401, 402})
  void takesARefusalOfOurCredentialsForOurTrouble(int status) {
    assertThat(Verdict.ofStatus(status).kind()).isEqualTo(Kind.REJECTED);
    assertThat(Verdict.ofStatus(status).failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 503, 529})
  void takesAFullNodeForBusy(int status) {
    assertThat(Verdict.ofStatus(status).kind()).isEqualTo(Kind.BUSY);
    assertThat(Verdict.ofStatus(status).failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 415, 422, 499})
  void leavesTheCallersMistakesToTheCaller(int status) {
    assertThat(Verdict.ofStatus(status)).isEqualTo(new Verdict(Kind.COMPLETED, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void holdsTheCallersMistakesAgainstNoNodeBehindContentEither(int status) {
    Verdict verdict = Verdict.ofStatus(status).behindContent("too long");

    assertThat(verdict.kind()).isEqualTo(Kind.COMPLETED);
    assertThat(verdict.failure().message()).isEqualTo("too long");
    assertThat(Verdict.ofStatus(status).behindContent(null).failure()).isEqualTo(Verdict.BROKEN);
  }

  @Test
  void takesWhatIsTooLargeForARefusalOfThisNode() {
    assertThat(Verdict.ofStatus(413).kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(Verdict.ofStatus(413).refuser()).isEqualTo(Refuser.NODE);
    assertThat(Verdict.of(413, NodeError.UNKNOWN).refuser()).isEqualTo(Refuser.NODE);
    NodeError words = new NodeError("Request too large", "invalid_request_error", null, null);
    assertThat(Verdict.of(413, words).refuser()).isEqualTo(Refuser.NODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          no | x | context_length_exceeded
          no | exceed_context_size_error | 400
          This model's maximum context length is 8 tokens. However | BadRequestError | 400
          The input (9 tokens) is longer than the model's context length (8 tokens). | x | 400
          However, the model's context length is only 8 tokens | BadRequestError | 400
          Input validation error: `inputs` must have less than 8 tokens. Given: 9 | validation | x
          prompt is too long: 9 tokens > 8 maximum | invalid_request_error | x
          """)
  void takesAPromptThatIsTooLongForARefusalOfThisNode(String words, String type, String code) {
    for (int status : List.of(400, 422)) {
      Verdict verdict = Verdict.of(status, new NodeError(words, type, null, code));

      assertThat(verdict.kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(verdict.refuser()).isEqualTo(Refuser.NODE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens is too large", "Not this: prompt is too long: 9", "no"})
  void leavesOtherWordsToTheCaller(String words) {
    assertThat(Verdict.of(400, new NodeError(words, "invalid_request_error", null, null)))
        .isEqualTo(new Verdict(Kind.COMPLETED, null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Error retrieving tool list from MCP server: x, external_connector_error",
        "no, external_connector_error",
        "the mcp server does not answer, -"
      })
  void leavesAToolServerThatFailsToTheCallerWhoNamedIt(String words, String type) {
    NodeError error = new NodeError(words, type, "tools", "http_error");

    assertThat(Verdict.of(424, error)).isEqualTo(new Verdict(Kind.COMPLETED, null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"Request failed during generation, generation", "MCP, generation", "no, -", "-, -"})
  void takesAnEngineThatFailsForABrokenNode(String words, String type) {
    assertThat(Verdict.of(424, new NodeError(words, type, null, null)).kind())
        .isEqualTo(Kind.FAILED);
  }

  @Test
  void findsAToolServerThatFailsUnderA200() {
    assertThat(new NodeError("no", "external_connector_error", "tools", "http_error").status())
        .isEqualTo(424);
  }

  @Test
  void takesWhatAnotherAccountHasEncryptedForARefusalOfThisCall() {
    NodeError error = new NodeError("m", null, null, "invalid_encrypted_content");
    Verdict verdict = Verdict.of(400, error);

    assertThat(verdict.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(verdict.refuser()).isEqualTo(Refuser.ACCOUNT);
    assertThat(verdict.behindContent("m").kind()).isEqualTo(Kind.COMPLETED);
    assertThat(verdict.behindContent("m").refuser()).isEqualTo(Refuser.ACCOUNT);
    assertThat(Verdict.ofStatus(403).refuser()).isNull();
  }

  @Test
  void takesALimitThatAProxyQuotesForOneOfTheAccount() {
    NodeError error =
        new NodeError("TPM: Limit 30000, Requested 36278", "throttling_error", null, "429");

    assertThat(BillingCodes.USUAL.status(429, error)).isEqualTo(413);
    assertThat(Verdict.of(413, error).refuser()).isEqualTo(Refuser.ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 500, 503})
  void judgesTheNodesOwnTroublesBehindContentAsBefore(int status) {
    assertThat(Verdict.ofStatus(status).behindContent("no")).isEqualTo(Verdict.ofStatus(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 410, 501})
  void takesARefusalOfTheKindOfRequestForWhatTheNodeLacks(int status) {
    assertThat(Verdict.ofStatus(status).kind()).isEqualTo(Kind.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 204, 301, 424, 500, 502, 504, 599, 600})
  void takesAllElseForAFailureOfTheNode(int status) {
    assertThat(Verdict.ofStatus(status).kind()).isEqualTo(Kind.FAILED);
    assertThat(Verdict.ofStatus(status).failure().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void saysOfARedirectWhatItIsAndWhatToDo(int status) {
    assertThat(Verdict.ofStatus(status).kind()).isEqualTo(Kind.FAILED);
    assertThat(Verdict.ofStatus(status).failure().message())
        .isEqualTo(
            "The node answered with a redirect (%d); its url setting must lead to the API itself.",
            status);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 399})
  void saysSoOfNothingElse(int status) {
    assertThat(Verdict.ofStatus(status).failure().message()).doesNotContain("redirect");
  }
}
