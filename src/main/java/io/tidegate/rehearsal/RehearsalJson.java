package io.tidegate.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.rehearsal.VariantResult.Percentiles;
import java.util.TreeMap;

/** Rehearsals as JSON. */
final class RehearsalJson {

  private static final double HOUR = 3600;
  private static final double MILLIS = 1e3;
  private static final double DIGITS = 1e4;

  private RehearsalJson() {}

  /** All that is known of {@code rehearsal}. */
  static ObjectNode of(KeptRehearsal rehearsal) {
    ObjectNode json = brief(rehearsal);
    ArrayNode nodes = json.putArray("nodes");
    rehearsal.summary().nodes().forEach(node -> nodes.add(NodesReader.write(node)));
    return json;
  }

  /** What is known of {@code rehearsal}, but for its nodes. */
  static ObjectNode brief(KeptRehearsal rehearsal) {
    KeptRehearsal.Summary summary = rehearsal.summary();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", rehearsal.id())
            .put("state", rehearsal.state().label())
            .put("progress", rounded(rehearsal.progress()))
            .put("created_at", rehearsal.created().toString())
            .put("took_seconds", rehearsal.took().toMillis() / MILLIS)
            .put("seed", summary.seed())
            .put("within", summary.within().toString());
    if (rehearsal.error() != null) {
      json.put("error", rehearsal.error());
    }
    json.putObject("trace")
        .put("source", summary.source())
        .put("arrivals", summary.arrivals())
        .put("seconds", rounded(summary.seconds()))
        .put("prompt_tokens", rounded(summary.promptTokens()))
        .put("answer_tokens", rounded(summary.answerTokens()));
    ArrayNode variants = json.putArray("variants");
    rehearsal.parts().forEach(part -> variants.add(variant(part, rehearsal)));
    return json;
  }

  private static ObjectNode variant(KeptRehearsal.Part part, KeptRehearsal rehearsal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", part.variant().name());
    json.put("state", state(part, rehearsal.state())).put("strategy", part.strategy());
    if (part.result() != null) {
      fill(json, part.result(), rehearsal.summary().seconds());
    }
    return json;
  }

  private static String state(KeptRehearsal.Part part, KeptRehearsal.State whole) {
    if (part.result() != null) {
      return KeptRehearsal.State.FINISHED.label();
    }
    boolean begun = part.strategy() != null;
    return begun ? whole.label() : "waiting";
  }

  private static void fill(ObjectNode json, VariantResult result, double seconds) {
    json.put("arrivals", result.arrivals())
        .put("good", result.good())
        .put("late", result.late())
        .put("refused", result.refused())
        .put("failed", result.failed());
    ObjectNode codes = json.putObject("codes");
    new TreeMap<>(result.codes()).forEach(codes::put);
    json.put("good_share", rounded((double) result.good() / result.arrivals()))
        .put("goodput_per_second", rounded(result.good() / seconds));
    json.set("wait_seconds", percentiles(result.waits()));
    json.set("first_token_seconds", percentiles(result.firstTokens()));
    json.put("cost", rounded(result.effort().cost()))
        .put("cost_per_hour", rounded(result.effort().cost() * HOUR / seconds))
        .put("attempts", result.effort().attempts());
    ArrayNode nodes = json.putArray("nodes");
    int answers = Math.max(1, result.good() + result.late());
    for (VariantResult.NodeResult node : result.effort().nodes()) {
      nodes
          .addObject()
          .put("name", node.name())
          .put("answers", node.answers())
          .put("share", rounded((double) node.answers() / answers))
          .put("busy", rounded(node.busy()));
    }
  }

  private static ObjectNode percentiles(Percentiles seconds) {
    return seconds == null
        ? null
        : JsonNodeFactory.instance
            .objectNode()
            .put("p50", rounded(seconds.p50()))
            .put("p95", rounded(seconds.p95()))
            .put("p99", rounded(seconds.p99()));
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
