package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountConfigTest {

  private static final String KEY = "tidegate.accounts.max-concurrent";

  @Test
  void setsNoBoundUnlessTold() {
    assertThat(AccountConfig.from(new Settings(Map.of())).maxConcurrent()).isEqualTo(100_000);
    assertThat(AccountConfig.from(new Settings(Map.of(KEY, "500"))).maxConcurrent()).isEqualTo(500);
  }

  @Test
  void anAccountMayHaveABoundOfItsOwn() {
    AccountConfig config =
        AccountConfig.from(
            new Settings(Map.of(KEY, "500", "tidegate.accounts.deepseek.max-concurrent", "2500")));

    assertThat(config.maxConcurrent("deepseek")).isEqualTo(2500);
    assertThat(config.maxConcurrent("other")).isEqualTo(500);
  }

  @Test
  void namesTheKeyOfABadBound() {
    assertThatThrownBy(() -> AccountConfig.from(new Settings(Map.of(KEY, "0"))))
        .hasMessageContaining(KEY);
  }
}
