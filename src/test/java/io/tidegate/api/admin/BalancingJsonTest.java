package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What administrators see of strategies. */
final class BalancingJsonTest {

  @Test
  void modelsWithAStrategyOfTheirOwnAreNamed() {
    Map<String, String> models = new TreeMap<>(Map.of("org/m", "round-robin", "a", "sticky"));

    assertThat(ApiJson.text(new BalancingJson("expected-first-token", models)))
        .isEqualTo(
            """
            {"strategy":"expected-first-token","models":{"a":"sticky","org/m":"round-robin"}}\
            """);
  }
}
