package io.tidegate.upstream;

import java.util.Map;
import java.util.Optional;

/**
 * Reads the load of an engine from its metrics in Prometheus' text form: vLLM, SGLang, llama.cpp.
 *
 * <p>Counts of several series (one for each rank) are added up, of cache usage the highest counts.
 * What is not understood is skipped, whatever it is; no more is read than four million characters.
 */
public final class EngineMetrics {

  private enum Gauge {
    RUNNING,
    WAITING,
    KV
  }

  private static final Map<String, Gauge> GAUGES =
      Map.ofEntries(
          Map.entry("vllm:num_requests_running", Gauge.RUNNING),
          Map.entry("vllm:num_requests_waiting", Gauge.WAITING),
          Map.entry("vllm:kv_cache_usage_perc", Gauge.KV),
          Map.entry("vllm:gpu_cache_usage_perc", Gauge.KV),
          Map.entry("sglang:num_running_reqs", Gauge.RUNNING),
          Map.entry("sglang:num_queue_reqs", Gauge.WAITING),
          Map.entry("sglang:token_usage", Gauge.KV),
          Map.entry("llamacpp:requests_processing", Gauge.RUNNING),
          Map.entry("llamacpp:requests_deferred", Gauge.WAITING),
          Map.entry("llamacpp:kv_cache_usage_ratio", Gauge.KV));

  private static final int LONGEST_TEXT = 4_000_000;
  private static final int LONGEST_LINE = 8_192;

  private boolean known;
  private double running;
  private double waiting;
  private double kvUsed = EngineLoad.UNKNOWN;

  private EngineMetrics() {}

  /** The load that {@code text} tells; nothing if it holds no gauge of an engine we know. */
  public static Optional<EngineLoad> parse(String text) {
    EngineMetrics metrics = new EngineMetrics();
    int end = Math.min(text.length(), LONGEST_TEXT);
    int begin = 0;
    while (begin < end) {
      int newline = text.indexOf('\n', begin);
      int stop = newline < 0 ? end : Math.min(newline, end);
      if (stop - begin <= LONGEST_LINE) {
        metrics.line(text.substring(begin, stop));
      }
      begin = stop + 1;
    }
    return metrics.load();
  }

  private Optional<EngineLoad> load() {
    // The cast stops at the largest int, however large the sum is.
    return known
        ? Optional.of(new EngineLoad((int) running, (int) waiting, kvUsed))
        : Optional.empty();
  }

  private void line(String line) {
    int nameEnd = 0;
    while (nameEnd < line.length() && "{ \t".indexOf(line.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    Gauge gauge = GAUGES.get(line.substring(0, nameEnd));
    if (gauge == null) {
      return;
    }
    double value = value(line.substring(afterLabels(line, nameEnd)).strip());
    if (!Double.isFinite(value) || value < 0) {
      return;
    }
    known = true;
    switch (gauge) {
      case RUNNING -> running += value;
      case WAITING -> waiting += value;
      case KV -> kvUsed = Math.max(kvUsed, Math.min(1, value));
    }
  }

  /** Where the labels end, if any follow the name; their texts may hold braces. */
  private static int afterLabels(String line, int nameEnd) {
    int begin = nameEnd;
    while (begin < line.length() && Character.isWhitespace(line.charAt(begin))) {
      begin++;
    }
    if (begin == line.length() || line.charAt(begin) != '{') {
      return begin;
    }
    boolean quoted = false;
    for (int i = begin; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '}') {
        return i + 1;
      }
    }
    return line.length();
  }

  /** The number before the timestamp, which may follow; not a number if there is none. */
  private static double value(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    try {
      return Double.parseDouble(text.substring(0, end));
    } catch (NumberFormatException malformed) {
      return Double.NaN;
    }
  }
}
