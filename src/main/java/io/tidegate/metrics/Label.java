package io.tidegate.metrics;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What series of a metric are told apart by.
 *
 * <p>A label is closed, with the values that it may have, or open: then its values are names from
 * the configuration and of models that nodes serve, never anything that a client may choose freely.
 */
public enum Label {
  NODE("node"),
  MODEL("model"),
  ACCOUNT("account"),
  /** An account and a model at it, with a slash between them. */
  LEASED_ACCOUNT("account"),
  GEN_AI_MODEL("gen_ai_request_model"),

  OPERATION("operation", of(Operation.values(), Operation::metricName)),
  GEN_AI_OPERATION("gen_ai_operation_name", OPERATION.declared),
  /** Of requests, too, that were refused before anybody knew what they ask for. */
  CALL_OPERATION("operation", OPERATION.declared, "none"),
  CALL_OUTCOME("outcome", "answered", "refused", "failed", "cancelled", "queued"),
  REASON("reason", of(ErrorCode.values(), ErrorCode::code), "node_refused", "none"),
  ERROR_TYPE("error_type", REASON.declared),
  TOKEN_TYPE("gen_ai_token_type", "input", "output"),
  USE("use", "bodies", "answers", "captures", "results", "work"),
  WAIT_OUTCOME("outcome", "started", "expired"),
  REFUSAL_REASON("reason", "overloaded", "timeout", "displaced", "no_node"),
  PRIORITY("priority", of(Priority.values(), Priority::label)),
  ATTEMPT_OUTCOME("outcome", of(Outcome.Kind.values(), Outcome.Kind::label)),
  TIER("tier", "private", "public"),
  MOVE_REASON("reason", "refused", "slow", "grew"),
  LEVEL("level", "l1", "l2"),
  RESULT("result", "hit", "miss", "failure"),
  STALE_REASON("reason", "while-revalidate", "if-error", "brownout"),
  SWITCH(
      "switch", "brownout", "strategy", "public-tier", "freeze", "cache-lifetime", "refuse-tenant"),
  WARMUP_OUTCOME("outcome", "present", "warmed", "failed", "skipped"),
  ARM("arm", "a", "b"),
  ARM_OUTCOME("outcome", "answered", "failed"),
  JOB_STATE("state", "completed", "failed", "cancelled"),
  LINE_OUTCOME("outcome", "completed", "failed"),
  TENANT("tenant"),
  QUOTA_SCOPE("scope", "tenant", "key", "model"),
  /** A tenant, or one of its keys or models: {@code team-a/model/flash}. */
  BUDGET("budget"),
  BUDGET_PERIOD("period", "day", "month"),
  USAGE_TYPE("type", "input", "cached_input", "output"),
  WEBHOOK_OUTCOME("outcome", "delivered", "failed", "dead", "dropped"),
  WEBHOOK_REASON(
      "reason",
      "unknown_host",
      "unreachable",
      "tls",
      "timeout",
      "redirect",
      "status",
      "gone",
      "address_refused",
      "url_refused",
      "no_secret",
      "interrupted",
      "not_sent",
      "unwritable",
      "none"),
  POOL(
      "pool",
      "files",
      "uploads",
      "questions",
      "jobs",
      "batches",
      "warmup",
      "node-names",
      "webhook-names",
      "clockwork",
      "cache",
      "cluster",
      "store",
      "webhooks",
      "alerting",
      "files-clockwork",
      "rehearsal");

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // the list is one that cannot be changed
  private final List<String> declared;

  Label(String key, String... values) {
    this(key, List.of(), values);
  }

  Label(String key, List<String> values, String... more) {
    this.key = key;
    this.declared = Stream.concat(values.stream(), Stream.of(more)).toList();
  }

  /** Its name as Prometheus shows it; labels of several metrics have the same. */
  public String key() {
    return key;
  }

  /** The values that it may have; empty where it is open. */
  public List<String> declared() {
    return declared;
  }

  private static <T> List<String> of(T[] all, Function<T, String> label) {
    return Arrays.stream(all).map(label).toList();
  }
}
