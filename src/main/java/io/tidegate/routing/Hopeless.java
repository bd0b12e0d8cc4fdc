package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.DEADLINE_UNREACHABLE;
import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_BUSY;
import static java.util.stream.Collectors.joining;

import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import java.time.Duration;
import java.util.Set;

/** Why a call or an attempt ends without a word of a node. */
final class Hopeless {

  static final Failure SILENT =
      Failure.of(UPSTREAM_BUSY, "All nodes for this model are busy at the moment.");
  static final Failure NOBODY =
      Failure.of(NO_NODE_AVAILABLE, "Every node for this model is out of service.");
  private static final Failure TOO_DEAR =
      Failure.of(
          NO_NODE_AVAILABLE,
          "The call may cost more than what all calls together may cost on public nodes in an"
              + " hour.");
  private static final Failure SPENT =
      Failure.of(
          NO_NODE_AVAILABLE,
          "What may be spent on public nodes within an hour is spent, and no other node serves"
              + " this model.");
  static final Failure TOO_LATE =
      Failure.of(DEADLINE_EXCEEDED, "The call's deadline passed before a node was asked.");

  private static final int LONGEST_NAME = 100;

  private Hopeless() {}

  /** Nodes that rest are no reason to wait in vain; the first is {@code back} in so many nanos. */
  static Failure resting(long back) {
    return SILENT.retryAfter(Duration.ofNanos(back));
  }

  /** What may be spent on public nodes does not suffice for so many nanoseconds, or ever. */
  static Failure tooDear(long nanos) {
    return nanos == SpendingCap.NEVER ? TOO_DEAR : SPENT.retryAfter(Duration.ofNanos(nanos));
  }

  /** An idle node would need {@code alone} nanoseconds, for which nobody waits. */
  static Failure unreachable(long alone) {
    return Failure.of(
        DEADLINE_UNREACHABLE,
        "An idle node would need about "
            + Math.max(1, alone / 1_000_000_000)
            + " s for this prompt, longer than the call's deadline. It has to run as a job, with"
            + " nobody waiting.");
  }

  /** No node serves {@code model}. */
  static Failure unknown(String model) {
    return Failure.ofParam(
        MODEL_NOT_FOUND,
        "model",
        "The model '" + shortened(model) + "' does not exist. GET /v1/models lists what does.");
  }

  /** Nodes serve {@code model}, but none by {@code operation}; by {@code dialects} they do. */
  static Failure unspoken(String model, Operation operation, Set<DialectName> dialects) {
    String known = dialects.stream().map(DialectName::label).collect(joining(", "));
    return Failure.ofParam(
        MODEL_NOT_FOUND,
        "model",
        "No node serves the model '"
            + shortened(model)
            + "' at "
            + operation.path()
            + ". "
            + (known.isEmpty() ? "It has no API at all." : "The APIs it has: " + known + "."));
  }

  /** Nodes serve {@code model} by {@code operation}, but none has a beta root. */
  static Failure betaless(String model, Operation operation) {
    String feature =
        operation == Operation.COMPLETION
            ? "'suffix' needs"
            : "'prefix' of a message and 'strict' of a tool need";
    return Failure.ofParam(
        MODEL_NOT_FOUND,
        "model",
        "No node serves the model '"
            + shortened(model)
            + "' at a beta root, which "
            + feature
            + ". Ask without it, or have a node's 'dialects' name 'beta'.");
  }

  private static String shortened(String model) {
    return model.length() <= LONGEST_NAME ? model : model.substring(0, LONGEST_NAME) + "...";
  }
}
