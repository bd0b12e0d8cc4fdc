package io.tidegate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FilesConfigTest {

  @Test
  void theDefaultsAreOpenAisLimits() {
    assertThat(FilesConfig.from(new Settings(Map.of())))
        .isEqualTo(new FilesConfig(512L << 20, 10L << 30, Duration.ofDays(30)));
  }

  @Test
  void everyKeyIsRead() {
    Map<String, String> values =
        Map.of(
            "tidegate.files.max-bytes", "3GiB",
            "tidegate.files.max-total-bytes", "500GiB",
            "tidegate.files.keep", "P1D");

    assertThat(FilesConfig.from(new Settings(values)))
        .isEqualTo(new FilesConfig(3L << 30, 500L << 30, Duration.ofDays(1)));
  }

  @Test
  void aSizeThatIsNoneIsNamed() {
    for (String size : new String[] {"0B", "9999999999GiB", "1048577GiB", "much"}) {
      Settings settings = new Settings(Map.of("tidegate.files.max-total-bytes", size));
      assertThatThrownBy(() -> FilesConfig.from(settings))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("tidegate.files.max-total-bytes");
    }
  }
}
