package io.tidegate.simulator;

import java.util.Locale;

/** The node's load as vLLM shows it, in Prometheus' text form. */
final class EngineGauges {

  /** What a node at its capacity uses of its cache, a little below where it would count as full. */
  private static final double KV_AT_CAPACITY = 0.75;

  private final Controls controls;
  private final Traffic traffic;

  EngineGauges(Controls controls, Traffic traffic) {
    this.controls = controls;
    this.traffic = traffic;
  }

  Script show() {
    SimulatorSettings settings = controls.settings();
    SimulatorStats stats = traffic.stats();
    int inFlight = stats.inFlight();
    double kv = Math.min(1, KV_AT_CAPACITY * inFlight / settings.capacity());
    String labels =
        "{engine=\"0\",model_name=" + SimulatorJson.quoted(settings.models().get(0)) + "} ";
    StringBuilder text = new StringBuilder();
    gauge(text, "vllm:num_requests_running", labels + inFlight);
    gauge(text, "vllm:num_requests_waiting", labels + (controls.waiting() + stats.queued()));
    gauge(text, "vllm:kv_cache_usage_perc", labels + String.format(Locale.ROOT, "%.4f", kv));
    return Script.whole(Head.METRICS, ScriptStep.of(0, text.toString()));
  }

  private static void gauge(StringBuilder text, String name, String sample) {
    text.append("# TYPE ").append(name).append(" gauge\n").append(name).append(sample).append('\n');
  }
}
