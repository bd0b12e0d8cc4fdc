package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoreConfigTest {

  @Test
  void theDatabaseIsH2UnlessTheAddressSaysPostgresql() {
    assertThat(from(Map.of())).isEqualTo(new StoreConfig(StoreConfig.Vendor.H2, 32, 20, 8));
    assertThat(from(Map.of("tidegate.database.url", "jdbc:postgresql://db/tidegate")).vendor())
        .isEqualTo(StoreConfig.Vendor.POSTGRESQL);
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    refused("tidegate.database.url", "jdbc:mysql://db/tidegate");
    refused("tidegate.database.connections", "1");
    refused("tidegate.jobs.sessions", "0");
    refused("tidegate.batches.sessions", "many");
    refused("tidegate.broker.user", "nobody");
    refused("tidegate.broker.password", "secret");
  }

  @Test
  void everyKeyIsRead() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.database.url", "jdbc:h2:mem:",
                "tidegate.database.user", "a",
                "tidegate.database.password", "b",
                "tidegate.database.connections", "30",
                "tidegate.jobs.sessions", "3",
                "tidegate.batches.sessions", "2",
                "tidegate.broker.url", "tcp://broker:61616",
                "tidegate.broker.user", "c",
                "tidegate.broker.password", "d"));

    assertThat(StoreConfig.from(settings))
        .isEqualTo(new StoreConfig(StoreConfig.Vendor.H2, 30, 3, 2));
    assertThat(settings.unknown()).isEmpty();
  }

  private static void refused(String key, String value) {
    assertThatThrownBy(() -> from(Map.of(key, value)))
        .hasMessageContaining(key)
        .hasMessageNotContaining("secret");
  }

  private static StoreConfig from(Map<String, String> values) {
    return StoreConfig.from(new Settings(values));
  }
}
