package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JobsConfigTest {

  @Test
  void aTenantAmongOthersMayHaveHalfOfWhatWaits() {
    assertThat(share(0, Map.of())).isEqualTo(100_000);
    assertThat(share(1, Map.of())).isEqualTo(100_000);
    assertThat(share(2, Map.of())).isEqualTo(50_000);
    assertThat(share(2, Map.of("tidegate.jobs.max-queued", "1"))).isEqualTo(1);
    assertThat(share(2, Map.of("tidegate.jobs.max-queued-of-tenant", "7"))).isEqualTo(7);
  }

  private static int share(int tenants, Map<String, String> others) {
    Map<String, String> values = new HashMap<>(others);
    for (int i = 0; i < tenants; i++) {
      values.put("tidegate.tenants.t" + i + ".key-sha256", "hash");
    }
    return JobsConfig.from(new Settings(values)).maxQueuedOfTenant();
  }
}
