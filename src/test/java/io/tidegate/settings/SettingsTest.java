package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  private static final List<String> LEAVES = List.of("url", "api-key", "api-key-file");

  @Test
  void findsAKeyUnderItsOwnNameAndUnderItsEnvironmentForm() {
    Settings settings =
        new Settings(Map.of("tidegate.a.b-c", "one", "TIDEGATE_A_B_D", "two", "other.key", "x"));

    assertThat(settings.text("tidegate.a.b-c")).contains("one");
    assertThat(settings.text("tidegate.a.b-d")).contains("two");
    assertThat(settings.text("tidegate.a.b-e")).isEmpty();
    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }

  @Test
  void takesBlankForUnsetAndStripsTheRest() {
    Settings settings = new Settings(Map.of("tidegate.a", "  ", "tidegate.b", " x "));

    assertThat(settings.text("tidegate.a")).isEmpty();
    assertThat(settings.text("tidegate.b")).contains("x");
    assertThat(settings.at("tidegate.a").integer(7, 0, 9)).isEqualTo(7);
  }

  @Test
  void knowsItsOwnNamesInBothForms() {
    assertThat(Settings.isOurs("tidegate.x")).isTrue();
    assertThat(Settings.isOurs("TIDEGATE_X")).isTrue();
    assertThat(Settings.isOurs("tidegates.x")).isFalse();
    assertThat(Settings.isOurs("PATH")).isFalse();
  }

  @Test
  void takesASecretFromItsFileFirst(@TempDir Path folder) throws IOException {
    String file = Files.writeString(folder.resolve("secret"), " in the file\n").toString();

    assertThat(new Settings(Map.of("tidegate.a", "inline")).secret("tidegate.a"))
        .contains("inline");
    assertThat(new Settings(Map.of("TIDEGATE_A_FILE", file)).secret("tidegate.a"))
        .contains("in the file");
    assertThat(
            new Settings(Map.of("tidegate.a", "inline", "tidegate.a-file", file))
                .secret("tidegate.a"))
        .contains("in the file");
    assertThat(new Settings(Map.of()).secret("tidegate.a")).isEmpty();
  }

  @Test
  void refusesASecretsFileThatIsEmptyOrCannotBeRead(@TempDir Path folder) throws IOException {
    String empty = Files.writeString(folder.resolve("empty"), "\n").toString();

    assertThatThrownBy(() -> new Settings(Map.of("tidegate.a-file", empty)).secret("tidegate.a"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tidegate.a-file names an empty file");
    for (String nowhere : List.of("/nowhere", "a\0b")) {
      assertThatThrownBy(
              () -> new Settings(Map.of("tidegate.a-file", nowhere)).secret("tidegate.a"))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("tidegate.a-file cannot be read");
    }
  }

  /** Some servers list each variable a second time; a model called "deepseek.flash" is none. */
  @Test
  void tellsNoKeysBelowAPrefixByWhatRepeatsAnEnvironmentVariable() {
    Settings settings =
        new Settings(
            Map.of(
                "TIDEGATE_FALLBACKS_DEEPSEEK_FLASH", "b",
                "tidegate.fallbacks.deepseek.flash", "b",
                "TIDEGATE_FALLBACKS_FLASH", "b",
                "tidegate.fallbacks.flash", "b",
                "TIDEGATE_FALLBACKS_GPT_4_1", "b",
                "tidegate.fallbacks.gpt-4.1", "b",
                "tidegate.fallbacks.a", "b"));

    assertThat(settings.keysBelow("tidegate.fallbacks")).containsExactly("a", "flash", "gpt-4.1");
    assertThat(settings.text("tidegate.fallbacks.flash")).contains("b");
    assertThat(settings.text("tidegate.fallbacks.gpt-4.1")).contains("b");
    assertThat(settings.unknownInEnvironment())
        .containsExactly("TIDEGATE_FALLBACKS_DEEPSEEK_FLASH");
  }

  @Test
  void showsOfReceiversOfWebhooksNoPath() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.webhooks.tenants.a.url", "https://u:p@hooks.example:8443/T0/B1/x?y",
                "tidegate.alerting.webhook-url", "https://hooks.example/services/T0",
                "tidegate.nodes.a.url", "http://node:8000/v1"));
    List.of(
            "tidegate.webhooks.tenants.a.url",
            "tidegate.alerting.webhook-url",
            "tidegate.nodes.a.url")
        .forEach(settings::text);

    assertThat(settings.active())
        .extracting(ActiveSetting::value)
        .containsExactlyInAnyOrder(
            "https://***@hooks.example:8443/***",
            "https://hooks.example/***",
            "http://node:8000/v1");
  }

  @Test
  void splitsListsAtCommasWithoutEmptyItems() {
    Settings settings = new Settings(Map.of("tidegate.list", " a, ,b ,, c"));

    assertThat(settings.list("tidegate.list")).containsExactly("a", "b", "c");
    assertThat(settings.list("tidegate.none")).isEmpty();
  }

  @Test
  void findsNamesBelowAPrefixInBothForms() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.nodes.alpha.url", "x",
                "tidegate.nodes.beta.eu.url", "x",
                "TIDEGATE_NODES_MY_NODE_URL", "x",
                "TIDEGATE_NODES_GAMMA_API_KEY_FILE", "x",
                "tidegate.nodes.url", "no name",
                "TIDEGATE_NODES_URL", "no name",
                "TIDEGATE_NODES_DELTA_SIZE", "no leaf",
                "tidegate.other.omega.url", "not a node"));

    assertThat(settings.names("tidegate.nodes", LEAVES))
        .containsExactly("alpha", "beta.eu", "gamma", "my-node");
  }

  @Test
  void readsThroughANameFoundInTheEnvironment() {
    Settings settings = new Settings(Map.of("TIDEGATE_NODES_MY_NODE_URL", "http://a"));
    String name = settings.names("tidegate.nodes", LEAVES).iterator().next();

    assertThat(settings.text("tidegate.nodes." + name + ".url")).contains("http://a");
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }

  @Test
  void listsTheKeysBelowAPrefix() {
    Settings settings =
        new Settings(
            Map.of("tidegate.alias.a/b", "x", "tidegate.alias.c.d", "y", "tidegate.e", "z"));

    assertThat(settings.keysBelow("tidegate.alias")).containsExactly("a/b", "c.d");
  }

  @Test
  void complainsOfUnknownKeysWithTheNearestKnownOne() {
    Settings settings =
        new Settings(Map.of("tidegate.upstream.idle-timout", "PT1S", "tidegate.zzzzzzz", "1"));
    assertThat(settings.text("tidegate.upstream.idle-timeout")).isEmpty();
    assertThat(settings.text("tidegate.upstream.window-size")).isEmpty();

    assertThat(settings.unknown())
        .containsExactly(
            "unknown setting tidegate.upstream.idle-timout;"
                + " did you mean tidegate.upstream.idle-timeout?",
            "unknown setting tidegate.zzzzzzz");
  }

  @Test
  void doesNotShowTheValueOfAnUnknownKey() {
    Settings settings = new Settings(Map.of("tidegate.nodes.a.api-kee", "sk-secret"));

    assertThat(settings.unknown()).hasSize(1).allSatisfy(it -> assertThat(it).doesNotContain("sk"));
  }

  @Test
  void tellsUnreadEnvironmentVariablesApart() {
    Settings settings = new Settings(Map.of("TIDEGATE_SERVICE_HOST", "10.0.0.1"));

    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.unknownInEnvironment()).containsExactly("TIDEGATE_SERVICE_HOST");
  }

  @Test
  void takesAKeyThatIsSetInBothFormsForRead() {
    // MicroProfile Config lists both names and gives the environment's value for either.
    Settings settings = new Settings(Map.of("tidegate.a.b", "env", "TIDEGATE_A_B", "env"));

    assertThat(settings.text("tidegate.a.b")).contains("env");
    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }

  @Test
  void canBeChangedWithoutChangingThem() {
    Settings settings = new Settings(Map.of("tidegate.a.b", "1", "TIDEGATE_A_C", "2"));

    Settings changed = settings.with(Map.of("tidegate.a.c", "3", "tidegate.a.d", "4"));

    assertThat(changed.text("tidegate.a.b")).contains("1");
    assertThat(changed.text("tidegate.a.c")).contains("3");
    assertThat(changed.text("tidegate.a.d")).contains("4");
    assertThat(settings.text("tidegate.a.c")).contains("2");
    assertThat(settings.text("tidegate.a.d")).isEmpty();
  }
}
