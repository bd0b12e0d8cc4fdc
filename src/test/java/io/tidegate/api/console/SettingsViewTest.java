package io.tidegate.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What administrators see of the settings: all that holds, and nothing that is secret. */
class SettingsViewTest {

  @Test
  void aDefaultIsToldAsOne() {
    Settings settings = new Settings(Map.of());
    var unused = settings.at("tidegate.a.wait").duration(Duration.ofSeconds(30));

    assertThat(SettingsView.of(settings.active(), key -> "never asked").settings())
        .containsExactly(
            new SettingsView.SettingLineJson(
                "tidegate.a.wait", "PT30S", "PT30S", "default", null, false));
  }

  @Test
  void whatIsSetIsToldWithItsSourceAndItsDefault() {
    Settings settings = new Settings(Map.of("TIDEGATE_A_MOST", " 7 "));
    var unused = settings.at("tidegate.a.most").integer(5, 1, 9);

    assertThat(SettingsView.of(settings.active(), key -> "Environment Variables").settings())
        .containsExactly(
            new SettingsView.SettingLineJson(
                "tidegate.a.most", "7", "5", "environment", "Environment Variables", false));
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.nodes.a.api-key, sk-confidential",
    "tidegate.tenants.acme.keys, sha256:confidential",
    "tidegate.database.password, confidential",
    "tidegate.webhooks.tenants.acme.secret, whsec_confidential",
    "tidegate.alerting.webhook-secret, whsec_confidential",
    "tidegate.keys.secret, confidential",
    "tidegate.upstream.proxy-password, confidential",
    "tidegate.nodes.a.tls-key-password, confidential",
    "tidegate.webhooks.tenants.acme.url, https://hooks:/services/confidential",
    "tidegate.alerting.webhook-url, https://hooks?confidential",
    "tidegate.cache.provider-properties, password=confidential"
  })
  void secretsAreNotShown(String key, String value) {
    assertHidden(key, value);
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.database.url, jdbc:postgresql://me:confidential@db/t",
    "tidegate.database.url, jdbc:postgresql://db/t?user=me&password=confidential",
    "tidegate.broker.url, tcp://b:61616?trustStorePassword=confidential",
    "tidegate.broker.url, '(tcp://a:61616?x=confidential,tcp://b:61616)?ha=true'",
    "tidegate.database.url, jdbc:postgresql://db/t?user=me&password=half;confidential",
    "tidegate.database.url, jdbc:postgresql://db/t?password=half;more=confidential",
    "tidegate.database.url, jdbc:h2:file:/data;CIPHER=AES;FILE=confidential",
    "tidegate.database.url, jdbc:oracle:thin:me/confidential@db:1521:t",
    "tidegate.cache.provider-uri, redis://:p@confidential@redis:6379",
    "tidegate.cache.provider-uri, rediss://me:conf/confidential@redis:6379",
    "tidegate.cache.provider-uri, https://c/?code=confidential",
    "tidegate.cache.provider-uri, https://c/?confidential",
    "tidegate.other.text, password=half;confidential",
    "tidegate.database.url, jdbc:postgresql://db/t?user=me&password=half@confidential",
    "tidegate.database.url, jdbc:mysql://address=(host=h)(password=confidential)/db",
    "tidegate.database.url, jdbc:db2://h/db:password=confidential;",
    "tidegate.cache.provider-uri, redis://h?password=a@confidential",
    "tidegate.cache.provider-uri, redis://:confidential?b@redis:6379",
    "tidegate.cache.provider-uri, HTTPS://h?sig=confidential",
    "tidegate.webhooks.tenants.acme.url, https://hooks/confidential@g/incoming/confidential",
    "tidegate.alerting.webhook-url, https://hooks/a/confidential@confidential"
  })
  void secretsInAddressesAreNotShown(String key, String value) {
    assertHidden(key, value);
  }

  private static void assertHidden(String key, String value) {
    Settings settings = new Settings(Map.of(key, value));
    settings.text(key);

    String json = ConsoleJson.of(SettingsView.of(settings.active(), any -> "server.xml"));

    assertThat(json).contains(key).doesNotContain("confidential");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:/data;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE,"
        + " jdbc:h2:file:/data;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
    "jdbc:postgresql://db:5432/t?sslmode=require&password=x,"
        + " jdbc:postgresql://db:5432/t?sslmode=require&password=***",
    "jdbc:postgresql://db/t?strange=x, jdbc:postgresql://db/t?***",
    "tcp://a:61616?ha=true, tcp://a:61616?ha=true",
    "https://me:x@c/v1, https://***@c/v1",
    "https://c/openai?api-version=2024-10-21, https://c/openai?api-version=2024-10-21",
    "'(tcp://a:61616,tcp://b:61616)?ha=true', '(tcp://a:61616,tcp://b:61616)?ha=true'"
  })
  void whatIsKnownToBeHarmlessIsShown(String value, String shown) {
    Settings settings = new Settings(Map.of("tidegate.some.url", value));
    settings.text("tidegate.some.url");

    assertThat(SettingsView.of(settings.active(), any -> "server.xml").settings())
        .extracting(SettingsView.SettingLineJson::value)
        .containsExactly(shown);
  }

  @Test
  void aNumberOfKeysIsNoSecret() {
    Settings settings = new Settings(Map.of("tidegate.warmup.keys", "100"));
    var unused = settings.at("tidegate.warmup.keys").integer(1, 0, 1000);

    SettingsView.SettingLineJson line =
        SettingsView.of(settings.active(), any -> "Server XML Variables").settings().get(0);

    assertThat(List.of(line.value(), line.source())).containsExactly("100", "server.xml");
  }
}
