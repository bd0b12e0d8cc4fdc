package io.tidegate.metrics;

import static io.tidegate.metrics.Metric.QUEUE_WAIT;
import static io.tidegate.metrics.Metric.RETRIES;
import static io.tidegate.metrics.Metric.TOKEN_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.UnfinishedRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroProfileReaderTest {

  private final UnfinishedRegistry registry = new UnfinishedRegistry();
  private final MicroProfileMetrics metrics = new MicroProfileMetrics(registry.registry());
  private final MicroProfileReader reader = metrics.reader();
  private final List<String> told = new ArrayList<>();

  @Test
  void waitsForACounterThatIsBeingMade() throws Exception {
    registry.whileMaking(() -> reader.read(RETRIES.id() + "_total", this::tell));

    metrics.counter(RETRIES, "m");

    registry.awaitReader();
    assertThat(told).containsExactly("{model=m} 1.0");
  }

  @Test
  void waitsForADurationThatIsBeingMade() throws Exception {
    registry.whileMaking(() -> reader.read(QUEUE_WAIT.id() + "_seconds_sum", this::tell));

    metrics.duration(QUEUE_WAIT, "m", "started");

    registry.awaitReader();
    assertThat(told).hasSize(1);
  }

  @Test
  void waitsForADistributionThatIsBeingMade() throws Exception {
    registry.whileMaking(() -> reader.read(TOKEN_USAGE, this::tell));

    metrics.numbers(TOKEN_USAGE, "chat", "m", "input");

    registry.awaitReader();
    assertThat(told).hasSize(1);
  }

  private void tell(Object labels, Object value) {
    told.add(labels + " " + value);
  }
}
