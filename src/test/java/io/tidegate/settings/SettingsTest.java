package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
