package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.models.webhooks.UnwrapWebhookEvent;
import com.openai.models.webhooks.WebhookVerificationParams;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.tidegate.exchange.TenantId;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedEventTest {

  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = WebhooksConfigTest.whsec(48);
  private static final long AT = 1_795_000_000_123L;
  private static final WebhookEvent NOTICE =
      new WebhookEvent(
          "batch.completed", new TenantId("acme"), "batch_1", "https://hooks.example/a", AT);

  @Test
  void signsAsAnIndependentComputationDoes() {
    // printf 'msg.1.body' | openssl dgst -sha256 -mac HMAC -macopt hexkey:... -binary | base64
    assertThat(Secret.parse(OLD).sign("msg.1.body"))
        .isEqualTo("v1,XPWx1/TQBNHJKryC8MXJRCL2phDADRB7vurkaD+Id5I=");
  }

  @Test
  void holdsWhatStandardWebhooksAndOpenAiSayAndNothingElse() throws Exception {
    JsonNode body = new ObjectMapper().readTree(letter(AT).body());

    assertThat(body)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{'id':'%s','object':'event','type':'batch.completed','created_at':1795000000,'timestamp':'2026-11-18T11:06:40.123Z','data':{'id':'batch_1'}}"
                        .formatted(NOTICE.id())
                        .replace('\'', '"')));
  }

  @Test
  void hasTheSameIdAndBodyEachTimeButTheTimeOfTheAttempt() {
    SignedEvent first = letter(AT);
    SignedEvent second = letter(AT + 5_000);

    assertThat(second.id()).isEqualTo(first.id()).matches("evt_[0-9a-f]{32}");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.seconds()).isEqualTo(first.seconds() + 5);
    assertThat(second.signature()).isNotEqualTo(first.signature());
  }

  @Test
  void differsFromTheEventsOfOtherTypesAndSubjects() {
    assertThat(
            List.of(NOTICE.id(), of("batch.failed", "batch_1"), of("batch.completed", "batch_2")))
        .doesNotHaveDuplicates();
  }

  /** The published library for receivers; its tolerance is for the system's clock. */
  @Test
  void isVerifiedByTheLibraryOfStandardWebhooksWithEitherSecret() throws Exception {
    SignedEvent letter = letter(System.currentTimeMillis());
    HttpHeaders headers = HttpHeaders.of(headers(letter), (name, value) -> true);

    new Webhook(OLD).verify(letter.body(), headers);
    new Webhook(NEW).verify(letter.body(), headers);

    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> new Webhook(NEW).verify(letter.body() + " ", headers));
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> new Webhook(WebhooksConfigTest.whsec(25)).verify(letter.body(), headers));
  }

  @Test
  void isUnwrappedByOpenAisSdk() {
    SignedEvent letter = letter(System.currentTimeMillis());
    Headers.Builder headers = Headers.builder();
    headers(letter).forEach(headers::put);

    UnwrapWebhookEvent event =
        OpenAIOkHttpClient.builder()
            .apiKey("none")
            .webhookSecret(NEW)
            .build()
            .webhooks()
            .unwrap(
                WebhookVerificationParams.builder()
                    .payload(letter.body())
                    .headers(headers.build())
                    .build());

    assertThat(event.asBatchCompleted().id()).isEqualTo(NOTICE.id());
    assertThat(event.asBatchCompleted().data().id()).isEqualTo("batch_1");
    assertThat(event.asBatchCompleted().createdAt()).isEqualTo(AT / 1000);
    assertThat(event.asBatchCompleted().isValid()).isTrue();
  }

  private static SignedEvent letter(long now) {
    List<Secret> secrets = List.of(Secret.parse(NEW), Secret.parse(OLD));
    return SignedEvent.of(NOTICE, ReceiverUrl.parse(NOTICE.url()), secrets, now);
  }

  private static String of(String type, String subject) {
    return new WebhookEvent(type, NOTICE.tenant(), subject, NOTICE.url(), AT).id();
  }

  private static Map<String, List<String>> headers(SignedEvent letter) {
    return Map.of(
        "webhook-id", List.of(letter.id()),
        "webhook-timestamp", List.of(Long.toString(letter.seconds())),
        "webhook-signature", List.of(letter.signature()));
  }
}
