package io.tidegate.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.alerting.Alerts;
import io.tidegate.history.SampleHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON by which the console is told how things are. */
class NowViewTest {

  private static final Alerts NOTHING = new Alerts(Instant.EPOCH, List.of(), List.of());

  private final SampleHistory figures = new SampleHistory();
  private final LiveView view = new LiveView(figures.history(), List::of, () -> NOTHING);

  @Test
  void whatIsNotKnownIsNullAndNeverZero() throws Exception {
    figures.pass(Duration.ofSeconds(7));

    JsonNode now = new ObjectMapper().readTree(ConsoleJson.of(view.whole()));

    assertThat(now.path("errorShare").isNull()).isTrue();
    assertThat(now.at("/firstToken/p50").isNull()).isTrue();
    assertThat(now.at("/queue/wait/p99").isNull()).isTrue();
    assertThat(now.at("/requests/answered").asDouble()).isZero();
    assertThat(now.at("/history/end").isNull()).isTrue();
    assertThat(now.at("/history/series/answered")).isEmpty();
  }

  @Test
  void figuresAreRoundedAndHaveTheirHour() throws Exception {
    figures.step();
    figures.add("tidegate_requests_total", Map.of("outcome", "answered"), 20);
    figures.add("tidegate_requests_total", Map.of("outcome", "refused"), 10);
    figures.add("tidegate_public_cost_milli", Map.of(), 1250);
    figures.took(1, 0, 0);
    figures.step();
    figures.pass(Duration.ofSeconds(6));

    JsonNode now = new ObjectMapper().readTree(ConsoleJson.of(view.whole()));

    assertThat(now.at("/cost/lastHour").asDouble()).isEqualTo(1.25);
    assertThat(now.at("/firstToken/p50").asDouble()).isEqualTo(0.5);
    assertThat(now.at("/history/step").asInt()).isEqualTo(10);
    assertThat(now.at("/history/series/answered").toString()).isEqualTo("[0.0,2.0]");
    assertThat(now.at("/history/series/errorShare").toString()).isEqualTo("[null,0.3333]");
  }

  @Test
  void anEventHasItsNameAndTheMomentWithoutTheHour() {
    assertThat(new String(view.event(), UTF_8))
        .startsWith("event: now\ndata: {\"at\":\"2026-11-29T12:00:00Z\"")
        .doesNotContain("\"history\"")
        .endsWith("}\n\n");
    assertThat(new String(view.hourEvent(), UTF_8))
        .startsWith("event: history\ndata: {\"step\":10");
  }

  @Test
  void aWholeHourTakesLessThanSixtyKilobytes() {
    for (int i = 0; i < 400; i++) {
      figures.add("tidegate_requests_total", Map.of("outcome", "answered"), 1234.5678);
      figures.step();
    }
    assertThat(view.hourEvent().length).isLessThan(60_000);
  }
}
