package io.tidegate.cache.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedStoreTest {

  private static final String PROVIDER = "tidegate.cache.provider";
  private static final String ADDRESS = "tidegate.cache.provider-uri";
  private static final String PROPERTIES = "tidegate.cache.provider-properties";

  @Test
  void isNotNamedByDefault() {
    assertThat(SharedStore.from(new Settings(Map.of()))).isEmpty();
    assertThat(SharedStore.NONE.present()).isFalse();
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                PROVIDER, "org.example.Provider",
                ADDRESS, "file:/etc/store.yaml",
                PROPERTIES, "one=1, two=a=b, three="));

    assertThat(SharedStore.from(settings))
        .contains(
            new SharedStore(
                "org.example.Provider",
                "file:/etc/store.yaml",
                Map.of("one", "1", "two", "a=b", "three", "")));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void aProviderNeedsNothingElse() {
    assertThat(SharedStore.from(new Settings(Map.of(PROVIDER, "org.example.Provider"))))
        .contains(new SharedStore("org.example.Provider", "", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "=hidden", "a=hidden,a=2"})
  void brokenPropertiesAreNamedButNotShown(String properties) {
    Settings settings = new Settings(Map.of(PROVIDER, "p", PROPERTIES, properties));

    assertThatThrownBy(() -> SharedStore.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(PROPERTIES)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aBrokenUriIsNamed() {
    Settings settings = new Settings(Map.of(PROVIDER, "p", ADDRESS, "not a uri"));

    assertThatThrownBy(() -> SharedStore.from(settings)).hasMessageContaining(ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({"tidegate.cache.provider-uri, file:/x", "tidegate.cache.provider-properties, a=1"})
  void detailsWithoutAProviderAreAMistake(String key, String value) {
    assertThatThrownBy(() -> SharedStore.from(new Settings(Map.of(key, value))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(PROVIDER);
  }

  @Test
  void passwordsAreNotShown() {
    SharedStore store = new SharedStore("p", "redis://:secret@host", Map.of("password", "secret"));

    assertThat(store).hasToString("p");
  }
}
