package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasConfigTest {

  private static QuotasConfig read(Map<String, String> settings) {
    return QuotasConfig.from(new Settings(settings), Set.of("team-a", "b.c"));
  }

  @Test
  void limitsNobodyUnlessSaidSo() {
    assertThat(read(Map.of())).isEqualTo(new QuotasConfig(Map.of(), Duration.ofSeconds(5)));
  }

  @Test
  void readsTenantsKeysAndModels() {
    TenantId dotted = new TenantId("b.c");
    assertThat(
            read(Map.of(
                    "tidegate.quotas.team-a.requests-per-minute", "60",
                    "tidegate.quotas.team-a.budget-per-day", "12.50",
                    "tidegate.quotas.b.c.keys.file-0123.concurrent", "2",
                    "tidegate.quotas.b.c.models.deepseek-v4.1.tokens-per-minute", "1000"))
                .limits())
        .containsOnly(
            Map.entry(
                Subject.of(new TenantId("team-a")), new Limits(60, -1, -1, 12_500_000_000L, -1)),
            Map.entry(new Subject(dotted, Scope.KEY, "file-0123"), new Limits(-1, -1, 2, -1, -1)),
            Map.entry(
                new Subject(dotted, Scope.MODEL, "deepseek-v4.1"),
                new Limits(-1, 1000, -1, -1, -1)));
  }

  @Test
  void readsTheEnvironmentsForm() {
    assertThat(read(Map.of("TIDEGATE_QUOTAS_TEAM_A_CONCURRENT", "3")).limits())
        .containsKey(Subject.of(new TenantId("team-a")));
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.quotas.team-b.concurrent,1,did you mean team-a",
    "tidegate.quotas.team-a.concurrent,-1,between 0",
    "tidegate.quotas.team-a.requests-per-minute,many,whole number",
    "tidegate.quotas.team-a.budget-per-month,1e3x,amount",
    "tidegate.quotas.team-a.keys.a/b.concurrent,1,key id",
    "tidegate.quotas.burst,PT2M,at most"
  })
  void namesTheSettingThatIsWrong(String key, String value, String rule) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void leavesAMisspeltNameToTheCheckOfAll() {
    Settings settings = new Settings(Map.of("tidegate.quotas.team-a.request-per-minute", "1"));
    QuotasConfig.from(settings, Set.of());
    assertThat(settings.unknown())
        .containsExactly(
            "unknown setting tidegate.quotas.team-a.request-per-minute; did you mean"
                + " tidegate.quotas.team-a.requests-per-minute?");
  }
}
