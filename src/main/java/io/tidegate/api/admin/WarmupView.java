package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.warmup.WarmupProgress;
import java.time.Instant;
import java.util.Optional;

/** A warm-up as JSON; what is not known yet is null. */
final class WarmupView {

  private WarmupView() {}

  static ObjectNode of(WarmupProgress progress) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", progress.state().label())
        .put("trigger", progress.trigger().map(WarmupProgress.Trigger::label).orElse(null))
        .put("started", text(progress.started()))
        .put("ended", text(progress.ended()))
        .put("total", progress.total())
        .put("present", progress.present())
        .put("asked", progress.asked())
        .put("warmed", progress.warmed())
        .put("failed", progress.failed())
        .put("skipped", progress.skipped())
        .put("nextRun", text(progress.nextRun()));
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
