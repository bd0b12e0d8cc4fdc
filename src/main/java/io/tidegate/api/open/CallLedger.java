package io.tidegate.api.open;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.CallSpan;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.tracing.SpanAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Writes down how each call ended: one access-log line, the request metrics and the call's span.
 *
 * <p>What was asked and answered is not in it, nor any key. Thread-safe.
 */
public final class CallLedger {

  private static final String NONE = "none";

  /** So many kinds of calls are kept at hand; the figures of others are looked up each time. */
  static final int MOST_KINDS = 10_000;

  /** The status of a call that became a job; its failure is then why. */
  private static final int ACCEPTED = 202;

  private final Metrics metrics;
  private final AccessLog access;
  private final RefusalLog refusals;
  private final UnaryOperator<String> offered;
  private final Listener listener;
  private final Map<Kind, CallFigures> figures = new ConcurrentHashMap<>();

  /** What calls have in common that are shown together. */
  private record Kind(Operation operation, String model, String outcome, String reason) {}

  /** Hears of the calls that have ended and did not become jobs; never blocks. */
  public interface Listener {
    /**
     * A call has ended.
     *
     * @param model the model that it was for, as the pool offers it; {@code none} for a name that
     *     nobody serves
     * @param head the head of its answer, or null if there was none
     * @param usage the tokens reported for its answer
     */
    void ended(Call call, String model, AnswerHead head, Usage usage, End end);
  }

  /**
   * Where a ledger writes.
   *
   * @param metrics what counts calls and measures them
   * @param access what has a line of each
   * @param refusals what counts those that were refused
   */
  public record Books(Metrics metrics, AccessLog access, RefusalLog refusals) {}

  /** A ledger that tells nobody else. */
  public CallLedger(Books books, UnaryOperator<String> offered) {
    this(books, offered, (call, model, head, usage, end) -> {});
  }

  /**
   * A ledger that writes into {@code books} and tells {@code listener}.
   *
   * @param offered the model that is meant by the name that a client gives, as the pool offers it;
   *     null for a name of nothing. Clients may make up any number of names, by which nothing is
   *     counted therefore.
   */
  public CallLedger(Books books, UnaryOperator<String> offered, Listener listener) {
    this.metrics = books.metrics();
    this.access = books.access();
    this.refusals = books.refusals();
    this.offered = requireNonNull(offered, "offered");
    this.listener = listener;
  }

  /**
   * The end of a call.
   *
   * @param status the HTTP status that was sent, or 499 when the client was gone before
   * @param failure why there was no whole answer, or null
   * @param firstContent nanoseconds from arrival to first content, or -1
   * @param total nanoseconds from arrival to the end
   * @param bytes the bytes of the answer passed on
   * @param source what the cache did with the call
   */
  public record End(
      int status, Failure failure, long firstContent, long total, long bytes, Source source) {

    /**
     * Whether the call was refused because a queue was full, or it would have waited for too long.
     *
     * @param head the head of its answer, or null if there was none
     */
    public boolean crowdedOut(AnswerHead head) {
      // Queues say when to come back, a server that lacks threads does not.
      return head == null
          && failure != null
          && failure.code() == GATEWAY_OVERLOADED
          && failure.retryAfter() != null;
    }

    private Source source(AnswerHead head) {
      return head != null && head.stored() != null ? Source.HIT : source;
    }

    private String outcome(AnswerHead head) {
      if (status == ACCEPTED) {
        return "queued";
      }
      if (failure == null) {
        return status < 400 ? "answered" : "refused";
      }
      return switch (failure.code().blame()) {
        case CLIENT -> "cancelled";
        case WORK -> "failed";
        case REQUEST, TRIES, TIME, CAPACITY, STOP -> head == null ? "refused" : "failed";
      };
    }

    private String reason() {
      return failure == null ? (status < 400 ? NONE : "node_refused") : failure.code().code();
    }
  }

  /** Writes down a call that reached the gateway. */
  public void ended(Call call, Answer answer, End end) {
    ended(call, answer.head(), answer.usage(), end);
  }

  /**
   * Writes down a call, unless it is one of the gateway to itself.
   *
   * @param head the head of its answer, or null if there was none
   * @param usage the tokens reported for its answer
   */
  public void ended(Call call, AnswerHead head, Usage usage, End end) {
    if (call.tenant().equals(TenantId.GATEWAY)) {
      return;
    }
    String known = offered.apply(call.model());
    String model = known == null ? NONE : known;
    Kind kind =
        new Kind(call.operation(), head == null ? NONE : model, end.outcome(head), end.reason());
    CallFigures shown = figures(kind);
    shown.requests().increment();
    shown.total().record(end.total());
    if (end.firstContent() >= 0) {
      shown.firstContent().record(end.firstContent());
    }
    if (end.failure() != null && kind.outcome().equals("refused")) {
      refusals.add(call.tenant(), known, end.failure().code());
    }
    log(call, head, usage, end);
    if (end.status() != ACCEPTED) {
      listener.ended(call, model, head, usage, end);
    }
    // One that became a job has not failed, whatever it became one for.
    Failure failure = end.status() == ACCEPTED ? null : end.failure();
    CallSpan.ended(call, head, usage, failure)
        .set(SpanAttributes.STATUS, end.status())
        .set(SpanAttributes.OUTCOME, end.outcome(head))
        .set(SpanAttributes.CACHE, end.source(head).label())
        .time(SpanAttributes.FIRST_CONTENT, end.firstContent())
        .end();
  }

  /** Writes down a request that was refused before it became a call. */
  public void refused(String requestId, String path, Failure failure) {
    metrics.counter(Metric.REQUESTS, NONE, "refused", failure.code().code()).increment();
    refusals.add(null, null, failure.code());
    if (access.wanted()) {
      access.add(
          access
              .line()
              .with("id", requestId)
              .with("path", path)
              .with("status", failure.code().status())
              .with("outcome", "refused")
              .with("reason", failure.code().code()));
    }
  }

  /** Models come and go; the figures of more kinds than there should be are not kept. */
  private CallFigures figures(Kind kind) {
    CallFigures kept = figures.get(kind);
    if (kept != null) {
      return kept;
    }
    return figures.size() < MOST_KINDS
        ? figures.computeIfAbsent(kind, this::lookedUp)
        : lookedUp(kind);
  }

  private CallFigures lookedUp(Kind kind) {
    return CallFigures.of(
        metrics, kind.operation().metricName(), kind.model(), kind.outcome(), kind.reason());
  }

  private void log(Call call, AnswerHead head, Usage usage, End end) {
    if (!access.wanted()) {
      return;
    }
    access.add(
        access
            .line()
            .with("id", call.id())
            .with("tenant", call.tenant().value())
            .with("operation", call.operation().metricName())
            .with("model", head == null ? NONE : call.model())
            .with("stream", call.stream())
            .with("status", end.status())
            .with("outcome", end.outcome(head))
            .with("reason", end.reason())
            .with("node", head == null ? NONE : head.node())
            .with("attempts", head == null ? 0 : head.attempts())
            .with("first_ms", millis(end.firstContent()))
            .with("total_ms", millis(end.total()))
            .with("bytes", end.bytes())
            .with("cache", end.source(head).label())
            .with("input_tokens", usage.input())
            .with("output_tokens", usage.output()));
  }

  private static long millis(long nanos) {
    return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
