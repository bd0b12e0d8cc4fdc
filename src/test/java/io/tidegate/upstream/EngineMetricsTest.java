package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.testing.ToReproduce;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineMetricsTest {

  private static final String VLLM =
      """
      # HELP vllm:num_requests_running Number of requests in execution batches.
      # TYPE vllm:num_requests_running gauge
      vllm:num_requests_running{engine="0",model_name="m"} 3.0
      vllm:num_requests_running{engine="1",model_name="m"} 4.0
      # TYPE vllm:num_requests_waiting gauge
      vllm:num_requests_waiting{engine="0",model_name="m"} 2.0
      vllm:num_requests_waiting{engine="1",model_name="m"} 0.0
      vllm:num_requests_waiting_by_reason{engine="0",model_name="m",reason="capacity"} 2.0
      vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25
      vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.5
      vllm:prompt_tokens_total{engine="0",model_name="m"} 1.0e+09
      """;

  private static final List<String> PIECES =
      List.of(
          "vllm:num_requests_waiting",
          "{",
          "}",
          "\"",
          "\\",
          "\n",
          "\r\n",
          " ",
          "\t",
          "#",
          "1e999",
          "-3",
          "NaN",
          "+Inf",
          "0x1p3",
          "7",
          "1_0",
          "engine=",
          "\u6df1",
          "\0",
          ",",
          "1d");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @Test
  void addsUpTheRanksOfVllmAndTakesTheFullestCache() {
    assertThat(EngineMetrics.parse(VLLM)).contains(new EngineLoad(7, 2, 0.5));
  }

  @Test
  void knowsTheOlderNameOfTheCache() {
    assertThat(EngineMetrics.parse("vllm:gpu_cache_usage_perc{model_name=\"m\"} 0.75\n"))
        .contains(new EngineLoad(0, 0, 0.75));
  }

  @Test
  void readsSglang() {
    String text =
        """
        sglang:num_running_reqs{model_name="m"} 12.0
        sglang:num_queue_reqs{model_name="m"} 30.0
        sglang:token_usage{model_name="m"} 0.41
        """;

    assertThat(EngineMetrics.parse(text)).contains(new EngineLoad(12, 30, 0.41));
  }

  @Test
  void readsLlamaCppWithAndWithoutCache() {
    String counts = "llamacpp:requests_processing 1\nllamacpp:requests_deferred 3\n";

    assertThat(EngineMetrics.parse(counts)).contains(new EngineLoad(1, 3, EngineLoad.UNKNOWN));
    assertThat(EngineMetrics.parse(counts + "llamacpp:kv_cache_usage_ratio 0.1"))
        .contains(new EngineLoad(1, 3, 0.1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<html>\nvllm</html>",
        "# vllm:num_requests_running 3",
        "vllm:num_requests_running",
        "vllm:num_requests_running{",
        "vllm:num_requests_running{a=\"} 3",
        "vllm:num_requests_running{a=\"\\\"} 3",
        "vllm:num_requests_running NaN",
        "vllm:num_requests_running +Inf",
        "vllm:num_requests_running -1",
        "vllm:num_requests_running three",
        "vllm:num_requests_running_total 3",
        "process_open_fds 20",
      })
  void findsNothingInAnythingElse(String text) {
    assertThat(EngineMetrics.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vllm:num_requests_waiting 5",
        "vllm:num_requests_waiting 5 1700000000000",
        "vllm:num_requests_waiting\t5\r",
        "vllm:num_requests_waiting {a=\"b\"} 5",
        "vllm:num_requests_waiting{a=\"b } c\"} 5",
        "vllm:num_requests_waiting{a=\"\\\"}\\\\\",b=\"\"} 5 1",
        "vllm:num_requests_waiting{a=\"b\"}5",
        "\n\n???\nvllm:num_requests_waiting 5\nvllm:num_requests_waiting no number",
      })
  void readsWhateverFormTheLineHas(String text) {
    assertThat(EngineMetrics.parse(text)).contains(new EngineLoad(0, 5, EngineLoad.UNKNOWN));
  }

  @Test
  void stopsAtTheLargestNumber() {
    String text =
        """
        vllm:num_requests_running 1e300
        vllm:num_requests_waiting 1e300
        vllm:kv_cache_usage_perc 85
        """;

    assertThat(EngineMetrics.parse(text))
        .contains(new EngineLoad(Integer.MAX_VALUE, Integer.MAX_VALUE, 1));
  }

  @Test
  void skipsLinesAndTextBeyondAllMeasure() {
    String wide = "vllm:num_requests_running{a=\"" + "x".repeat(10_000) + "\"} 3\n";
    String last = "vllm:num_requests_waiting 1\n";

    assertThat(EngineMetrics.parse(wide + last)).contains(new EngineLoad(0, 1, -1));
    assertThat(EngineMetrics.parse("#\n".repeat(2_000_000) + last)).isEmpty();
  }

  @RepeatedTest(50)
  void survivesAnyText() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }

    EngineMetrics.parse(text.toString())
        .ifPresent(
            load -> {
              assertThat(load.running()).isNotNegative();
              assertThat(load.waiting()).isNotNegative();
              assertThat(load.saturation()).isNotNegative().isFinite();
            });
  }

  @RepeatedTest(50)
  void survivesAnyDamageToARealText() {
    StringBuilder text = new StringBuilder(VLLM);
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
    }

    EngineMetrics.parse(text.toString())
        .ifPresent(load -> assertThat(load.kvUsed()).isBetween(-1.0, 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, -1, 0",
    "0, 0, 0",
    "0, 0.4, 0.5",
    "0, 0.8, 1",
    "4, 0.4, 0.8",
    "5, -1, 1",
    "50, 0.1, 10",
  })
  void isAsSaturatedAsTheWorseOfQueueAndCache(int waiting, double kvUsed, double saturation) {
    assertThat(new EngineLoad(9, waiting, kvUsed).saturation()).isCloseTo(saturation, within(1e-9));
  }
}
