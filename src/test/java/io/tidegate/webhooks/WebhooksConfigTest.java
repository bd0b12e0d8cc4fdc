package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.TenantId;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.webhooks.address.AddressAllowlist;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksConfigTest {

  private static final String P = "tidegate.webhooks.";
  private static final String SECRET = P + "tenants.acme.secret";
  private static final String URL = P + "tenants.acme.url";
  private static final TenantId ACME = new TenantId("acme");

  @Test
  void sendsToNobodyByDefault() {
    WebhooksConfig config = from(Map.of());

    assertThat(config.endpoints()).isEmpty();
    assertThat(config.rules()).isEqualTo(new ReceiverPolicy(AddressAllowlist.of(List.of()), false));
    assertThat(config.schedule())
        .isEqualTo(new RetrySchedule(8, Duration.ofSeconds(10), Duration.ofSeconds(5)));
    assertThat(config.places()).isEqualTo(new DeliveryLimits(16));
    assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.deadRetention()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                SECRET,
                whsec(24) + ", " + whsec(64),
                URL,
                "http://127.0.0.1:8080/x",
                P + "allow",
                "127.0.0.0/8, hooks.corp.example",
                P + "plain-http",
                "true",
                P + "attempts",
                "3",
                P + "timeout",
                "PT2S",
                P + "first-retry",
                "PT1S",
                P + "max-running",
                "5",
                P + "retention",
                "P1D",
                P + "dead-retention",
                "P2D"));

    WebhooksConfig config = WebhooksConfig.from(settings);

    assertThat(config.endpoints().get(ACME).url()).isEqualTo("http://127.0.0.1:8080/x");
    assertThat(config.endpoints().get(ACME).secrets()).hasSize(2);
    assertThat(config.rules().plainHttp()).isTrue();
    assertThat(config.rules().allowance().hosts()).containsExactly("hooks.corp.example");
    assertThat(config.rules().allowance().networks()).hasSize(1);
    assertThat(config.schedule())
        .isEqualTo(new RetrySchedule(3, Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThat(config.places().most()).isEqualTo(5);
    assertThat(config.retention()).isEqualTo(Duration.ofDays(1));
    assertThat(config.deadRetention()).isEqualTo(Duration.ofDays(2));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void readsTenantsFromTheEnvironmentAndTenantsNamedLikeASetting() {
    Settings settings =
        new Settings(
            new TreeMap<>(
                Map.of(
                    "TIDEGATE_WEBHOOKS_TENANTS_TEAM_ONE_SECRET",
                    whsec(32),
                    P + "tenants.allow.secret",
                    whsec(32))));

    assertThat(WebhooksConfig.from(settings).endpoints())
        .containsOnlyKeys(new TenantId("team-one"), new TenantId("allow"));
    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }

  @Test
  void leavesAKeyThatDoesNotExistToBeFound() {
    Settings settings =
        new Settings(Map.of(P + "alow", "x", P + "tenants.acme.urll", "x", SECRET, whsec(32)));

    var unused = WebhooksConfig.from(settings);

    assertThat(settings.unknown()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "whsec_hunter2",
        "whsec_hunter2/base64!",
        "hunter2GKYqrTwjUPD8ILPZIo2La"
      })
  void refusesWhatIsNoSecretWithoutRepeatingIt(String text) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> from(Map.of(SECRET, text)))
        .withMessageStartingWith(SECRET + " must be")
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }

  @Test
  void refusesSecretsThatAreTooShortOrTooLong() {
    for (int length : new int[] {1, 23, 65}) {
      assertThatExceptionOfType(SettingException.class)
          .isThrownBy(() -> from(Map.of(SECRET, whsec(length))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://hooks.example/s3cret, plain-http",
    "https://10.0.0.1/s3cret, allow",
    "https://[::1]/s3cret, allow",
    "https://user:s3cret@hooks.example/, user",
    "s3cret, absolute",
  })
  void refusesAnUrlThatIsNoGoodAndSaysWhatWouldHelp(String url, String hint) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> from(Map.of(SECRET, whsec(32), URL, url)))
        .withMessageStartingWith(URL + " must")
        .withMessageContaining(hint)
        .withMessageNotContaining("s3cret");
  }

  @Test
  void refusesAnUrlWithoutASecret() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> from(Map.of(URL, "https://hooks.example/")))
        .withMessage(SECRET + " is missing");
  }

  @Test
  void showsNoSecrets() {
    String shown = from(Map.of(SECRET, whsec(32), URL, "https://hooks.example/T0KEN")).toString();

    assertThat(shown)
        .doesNotContain(whsec(32).substring(6))
        .doesNotContain("T0KEN")
        .doesNotContain("[7, 7");
  }

  static String whsec(int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 7);
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }

  private static WebhooksConfig from(Map<String, String> settings) {
    return WebhooksConfig.from(new Settings(settings));
  }
}
