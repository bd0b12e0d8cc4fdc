package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.reading.BillingCodes;
import io.tidegate.upstream.reading.NodeError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That an account is empty is its own trouble, under whatever status the provider says so. */
class BillingCodesTest {

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422, 429, 500, 503})
  void standForTheStatusOfAnEmptyAccount(int status) {
    AttemptFixture refused = refused(status, "{\"error\":{\"code\":\"insufficient_quota\"}}");

    refused.assertUndelivered(Kind.REJECTED);
    assertThat(refused.outcome().status()).isEqualTo(402);
    assertThat(refused.outcome().retryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":{"type":"billing_not_active","code":"x"}}
          {"error":{"message":"Pay!","code":"Arrearage"}}
          {"error":{"message":"Pay!","code":"ARREARAGE"}}
          {"code":"AccountOverdueError","message":"Pay!"}
          {"error":{"message":"Pay!","type":"one_api_error","code":"insufficient_user_quota"}}
          {"error":{"message":"Pay!","code":"pre_consume_token_quota_failed"}}
          {"error":{"message":"Pay!","type":"budget_exceeded","code":"400"}}
          {"error":{"message":"Pay!","code":"1113"}}
          {"code":30001,"message":"Pay!","data":null}
          {"choices":null,"base_resp":{"status_code":1008,"status_msg":"Pay!"}}
          {"error":{"message":"Pay! (1008)","type":"insufficient_balance_error","http_code":"429"}}
          {"error":{"message":"Pay!","code":"a","details":[{},{"reason":"BILLING_NOT_ACTIVE"}]}}
          """)
  void areReadFromCodeAndType(String body) {
    refused(400, body).assertUndelivered(Kind.REJECTED);
  }

  @Test
  void areReadFromTheWholeMessageThatAnthropicSendsInTheirPlace() {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}";
    String spent = "Your credit balance is too low to access the Anthropic API. Go to Plans.";

    refused(400, body.formatted(spent)).assertUndelivered(Kind.REJECTED);
    assertThat(refused(400, body.formatted("Not this: " + spent)).outcome().kind())
        .isEqualTo(Kind.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens,"
            + " but can only afford 30104. To increase, visit a page.",
        "Prompt tokens limit exceeded: 230799 > 91442. To increase, visit a page."
      })
  void takeWhatIsTooDearForNoEmptyAccount(String words) {
    String body = "{\"error\":{\"message\":\"%s\",\"code\":402}}".formatted(words);
    AttemptFixture refused = refused(402, body);
    AttemptFixture under200 = AttemptFixture.plain().send(body).end();

    for (AttemptFixture each : List.of(refused, under200)) {
      each.assertUndelivered(Kind.UNSUPPORTED);
      assertThat(each.outcome().refuser()).isEqualTo(Refuser.ACCOUNT);
      assertThat(each.outcome().status()).isEqualTo(402);
      assertThat(each.outcome().words().message()).isEqualTo(words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Insufficient credits. Add more on a page.",
        "This request requires more credits, or fewer max_tokens. You requested up to 9 tokens, but"
            + " can only afford 0.",
        "Prompt tokens limit exceeded: 9 > 0."
      })
  void takeAnAccountThatAffordsNothingForAnEmptyOne(String words) {
    String body = "{\"error\":{\"message\":\"%s\",\"code\":402}}".formatted(words);

    refused(402, body).assertUndelivered(Kind.REJECTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | [{"error":{"code":400,"message":"No.","details":[{"reason":"API_KEY_INVALID"}]}}]
          400 | {"error":{"message":"No.","type":"invalid_request_error","code":"invalid_api_key"}}
          403 | {"error":{"message":"No.","code":"InvalidApiKey"}}
          403 | {"choices":null,"base_resp":{"status_code":2049,"status_msg":"No."}}
          """)
  void ofAKeyStandForTheStatusOfAWrongOne(int status, String body) {
    AttemptFixture refused = refused(status, body);

    refused.assertUndelivered(Kind.REJECTED);
    assertThat(refused.outcome().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":{"message":"insufficient_quota","code":"bad"}}
          {"error":{"message":"API_KEY_INVALID","code":"bad"}}
          {"error":{"message":"No.","code":"bad","details":{"reason":"insufficient_quota"}}}
          {"error":{"message":"Say \\"insufficient_quota\\".","code":"bad"}}
          {"error":{"message":"No.","code":"bad","input":{"prompt":"insufficient_quota"}}}
          {"error":{"message":"No.","code":"bad","param":"insufficient_quota"}}
          {"code":1008,"message":"No."}
          """)
  void areReadFromNothingElse(String body) {
    AttemptFixture refused = refused(400, body);

    assertThat(refused.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(refused.answer.head().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 36278.
          REQUEST TOO LARGE for model x.
          Rate limit reached for gpt-4o on (TPM): Limit 30000, Used 12, Requested 36278. Try again.
          Rate limit reached: limit: 30000, requested: 36278
          """)
  void takeACallBeyondTheWholeLimitForNoReasonToPause(String words) {
    String body =
        "{\"error\":{\"message\":\"%s\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}"
            .formatted(words);
    AttemptFixture groq = refused(413, body);
    AttemptFixture under200 = AttemptFixture.plain().send(body).end();
    AttemptFixture event = AttemptFixture.stream().send("data: " + body + "\n\n");

    for (AttemptFixture each : List.of(refused(429, body), groq, under200, event)) {
      each.assertUndelivered(Kind.UNSUPPORTED);
      assertThat(each.outcome().refuser()).isEqualTo(Refuser.ACCOUNT);
      assertThat(each.outcome().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate limit reached for gpt-4o: Limit 30000, Used 29000, Requested 2000. Try again.",
        "Rate limit reached: Limit 30000, Requested 30000.",
        "Slow down. It is no Request too large.",
        ""
      })
  void letOtherCallsPauseAsBefore(String words) {
    String body =
        "{\"error\":{\"message\":\"%s\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}"
            .formatted(words);
    AttemptFixture busy = refused(429, body);

    busy.assertUndelivered(Kind.BUSY);
    assertThat(busy.outcome().status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You have insufficient permissions for this operation. Missing scopes: model.request.",
        "Missing scopes: model.request",
        "You have INSUFFICIENT PERMISSIONS for this operation."
      })
  void takeAKeyThatIsGoodForOtherThingsForNoWrongOne(String words) {
    String body = "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"code\":%s}}";
    AttemptFixture restricted = refused(401, body.formatted(words, "null"));
    AttemptFixture wrong = refused(401, body.formatted(words, "\"invalid_api_key\""));

    restricted.assertUndelivered(Kind.UNSUPPORTED);
    assertThat(restricted.outcome().status()).isEqualTo(403);
    assertThat(restricted.outcome().words().message()).isEqualTo(words);
    wrong.assertUndelivered(Kind.REJECTED);
    assertThat(wrong.outcome().status()).isEqualTo(401);
  }

  @Test
  void mayBeSaid() {
    Settings settings = new Settings(Map.of("tidegate.accounts.empty-codes", "broke, all_gone"));
    BillingCodes codes = BillingCodes.from(settings);

    assertThat(codes.status(400, new NodeError("m", null, null, "broke"))).isEqualTo(402);
    assertThat(codes.status(400, new NodeError("m", "All_Gone", null, null))).isEqualTo(402);
    assertThat(codes.status(400, new NodeError("m", null, null, "Arrearage"))).isEqualTo(400);
    assertThat(settings.unknown()).isEmpty();
  }

  private static AttemptFixture refused(int status, String body) {
    AttemptFixture refused = AttemptFixture.silent(false);
    refused.run.head(status, "application/json", null, null);
    return refused.send(body).end();
  }
}
