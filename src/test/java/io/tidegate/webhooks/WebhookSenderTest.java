package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {

  private static final String KEY = "tidegate.alerting.webhook-url";
  private static final String SECRET_KEY = "tidegate.alerting.webhook-secret";
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
  private static final String URL = "https://receiver.example.org/alerts";

  private final HandPost post = new HandPost();
  private final WebhookSender sender =
      new WebhookSender(
          WebhooksConfig.from(new Settings(Map.of())).rules(),
          post,
          () -> Instant.ofEpochSecond(1_800_000_000));

  private Optional<WebhookSender.Receiver> receiver(Map<String, String> settings) {
    return sender.receiver(new Settings(settings), "tidegate.alerting.");
  }

  private CompletableFuture<Optional<String>> sent() {
    WebhookSender.Receiver receiver = receiver(Map.of(KEY, URL, SECRET_KEY, SECRET)).orElseThrow();
    return sender.send(receiver, "alert_1", "{}").toCompletableFuture();
  }

  @Test
  void signsAsForTenants() {
    CompletableFuture<Optional<String>> sent = sent();
    post.reply(DeliveryOutcome.of(204, null));

    assertThat(sent.join()).isEmpty();
    SignedEvent letter = post.letters().get(0);
    assertThat(letter.target()).isEqualTo(ReceiverUrl.parse(URL));
    assertThat(letter.id()).isEqualTo("alert_1");
    assertThat(letter.body()).isEqualTo("{}");
    assertThat(letter.signature()).isEqualTo(Secret.parse(SECRET).sign("alert_1.1800000000.{}"));
  }

  @Test
  void tellsWhyItDidNotArrive() {
    CompletableFuture<Optional<String>> sent = sent();
    post.reply(DeliveryOutcome.of(500, null));

    assertThat(sent.join()).contains("status");
  }

  @Test
  void thereIsNoReceiverWithoutAUrl() {
    assertThat(receiver(Map.of())).isEmpty();
    assertThat(receiver(Map.of(SECRET_KEY, SECRET))).isEmpty();
  }

  @Test
  void refusesAReceiverThatWebhooksMayNotReachOrThatCouldNotCheckWhoTells() {
    List<Map<String, String>> wrong =
        List.of(
            Map.of(KEY, URL),
            Map.of(KEY, "https://127.0.0.1/x", SECRET_KEY, SECRET),
            Map.of(KEY, "http://receiver.example.org", SECRET_KEY, SECRET),
            Map.of(KEY, URL, SECRET_KEY, "short"));
    for (Map<String, String> settings : wrong) {
      assertThatThrownBy(() -> receiver(settings))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("tidegate.alerting.webhook-");
    }
  }
}
