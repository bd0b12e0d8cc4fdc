package io.tidegate.api.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.http.ListJson;
import io.tidegate.batches.state.Batch;
import io.tidegate.store.Page;
import java.util.TreeMap;

/** Shows batches as OpenAI's API does. */
final class BatchJson {

  private BatchJson() {}

  static String of(Batch batch) {
    return node(batch).toString();
  }

  static String of(Page<Batch> page) {
    return ListJson.of(page, BatchJson::node);
  }

  private static ObjectNode node(Batch batch) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", batch.id())
            .put("object", "batch")
            .put("endpoint", BatchRequest.endpoint(batch.operation()))
            .put("model", batch.model());
    errors(node, batch);
    node.put("input_file_id", batch.files().input())
        .put("completion_window", BatchRequest.WINDOW)
        .put("status", batch.status().label())
        .put("output_file_id", batch.files().output())
        .put("error_file_id", batch.files().error());
    times(node, batch.times());
    node.putObject("request_counts")
        .put("total", batch.counts().total())
        .put("completed", batch.counts().completed())
        .put("failed", batch.counts().failed());
    usage(node.putObject("usage"), batch.tokens());
    if (batch.metadata().isEmpty()) {
      node.putNull("metadata");
    } else {
      new TreeMap<>(batch.metadata()).forEach(node.putObject("metadata")::put);
    }
    return node;
  }

  private static void errors(ObjectNode node, Batch batch) {
    if (batch.errors().isEmpty()) {
      node.putNull("errors");
      return;
    }
    ArrayNode data = node.putObject("errors").put("object", "list").putArray("data");
    for (Batch.LineError error : batch.errors()) {
      data.addObject()
          .put("code", error.code())
          .put("message", error.message())
          .put("param", error.param())
          .put("line", error.line() == 0 ? null : (Integer) error.line());
    }
  }

  private static void times(ObjectNode node, Batch.Times times) {
    node.put("created_at", ListJson.seconds(times.created()));
    node.put("in_progress_at", ListJson.seconds(times.inProgress()));
    node.put("expires_at", ListJson.seconds(times.expires()));
    node.put("finalizing_at", ListJson.seconds(times.finalizing()));
    node.put("completed_at", ListJson.seconds(times.completed()));
    node.put("failed_at", ListJson.seconds(times.failed()));
    node.put("expired_at", ListJson.seconds(times.expired()));
    node.put("cancelling_at", ListJson.seconds(times.cancelling()));
    node.put("cancelled_at", ListJson.seconds(times.cancelled()));
  }

  private static void usage(ObjectNode usage, Batch.Tokens tokens) {
    usage.put("input_tokens", tokens.input());
    usage.putObject("input_tokens_details").put("cached_tokens", tokens.cached());
    usage.put("output_tokens", tokens.output());
    usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
    usage.put("total_tokens", tokens.input() + tokens.output());
  }
}
