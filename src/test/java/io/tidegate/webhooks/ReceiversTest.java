package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiversTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId BARE = new TenantId("bare");
  private static final TenantId NOBODY = new TenantId("nobody");
  private static final String PREFIX = "tidegate.webhooks.tenants.";

  private final Receivers targets =
      Receivers.from(
          new Settings(
              Map.of(
                  PREFIX + "acme.secret", WebhooksConfigTest.whsec(32),
                  PREFIX + "acme.url", "https://hooks.example/a",
                  PREFIX + "bare.secret", WebhooksConfigTest.whsec(32))));

  @Test
  void takesTheConfiguredUrlUnlessOneIsGiven() {
    assertThat(targets.of(ACME, null)).contains("https://hooks.example/a");
    assertThat(targets.of(ACME, "https://other.example/b")).contains("https://other.example/b");
    assertThat(targets.of(BARE, "https://other.example/b")).contains("https://other.example/b");
  }

  @Test
  void tellsNobodyWhereNothingIsConfiguredOrAsked() {
    assertThat(targets.of(BARE, null)).isEmpty();
    assertThat(targets.of(NOBODY, null)).isEmpty();
  }

  @Test
  void refusesAUrlOfATenantWithoutASecret() {
    refused(NOBODY, "https://hooks.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://user@hooks.example/",
        "nonsense",
        ""
      })
  void refusesAUrlThatIsNoGood(String url) {
    refused(ACME, url);
  }

  @Test
  void leavesNamesToTheirLookUpAtDelivery() {
    assertThat(targets.of(ACME, "https://localhost/")).isPresent();
  }

  private void refused(TenantId tenant, String url) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> targets.of(tenant, url))
        .satisfies(
            refused -> {
              assertThat(refused.failure().code()).isEqualTo(ErrorCode.INVALID_VALUE);
              assertThat(refused.failure().param()).isEqualTo("webhook");
            });
  }
}
