package io.tidegate.cache.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheConfigTest {

  @Test
  void keepsDeterministicAnswersForHalfAnHourWhenNothingIsConfigured() {
    CacheConfig config = CacheConfig.from(new Settings(Map.of()));

    assertThat(config.maxBytes()).isEqualTo(64 << 20);
    assertThat(config.maxEntry()).isEqualTo(1 << 20);
    assertThat(config.maxShared()).isEqualTo(64 << 10);
    assertThat(config.patience()).hasSeconds(10);
    assertThat(config.beta()).isEqualTo(1);
    assertThat(config.policy("any")).isEqualTo(CachePolicy.DEFAULT);
    assertThat(config.usable()).hasMinutes(60);
  }

  @Test
  void aModelTakesWhatItDoesNotSayItselfFromTheOthers() {
    CacheConfig config =
        CacheConfig.from(
            new Settings(
                Map.of(
                    "tidegate.cache.ttl", "PT1H",
                    "tidegate.cache.stale-if-error", "PT0S",
                    "tidegate.cache.models.small.mode", "always",
                    "tidegate.cache.models.small.stale-if-error", "P1D",
                    "tidegate.cache.models.small.shared-by-tenants", "true")));

    assertThat(config.policy("small"))
        .isEqualTo(
            new CachePolicy(
                CachePolicy.Mode.ALWAYS,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                true));
    assertThat(config.policy("large").mode()).isEqualTo(CachePolicy.Mode.DETERMINISTIC);
    assertThat(config.policy("large").ifError()).isZero();
    assertThat(config.usable()).hasHours(25);
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.cache.mode, sometimes",
    "tidegate.cache.models.small.mode, sometimes",
    "tidegate.cache.ttl, PT0S",
    "tidegate.cache.stale-while-revalidate, -PT1S",
    "tidegate.cache.max-size, much",
    "tidegate.cache.wait, soon",
    "tidegate.cache.early-refresh, 11",
    "tidegate.cache.shared-by-tenants, maybe"
  })
  void namesTheKeyThatIsWrong(String key, String value) {
    assertThatThrownBy(() -> CacheConfig.from(new Settings(Map.of(key, value))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(key);
  }
}
