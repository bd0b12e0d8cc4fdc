package io.tidegate.api.open;

import static io.tidegate.metrics.Metric.REQUESTS;
import static io.tidegate.metrics.Metric.REQUEST_DURATION;
import static io.tidegate.metrics.Metric.TIME_TO_FIRST_TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metrics;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.RecordingTracing;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written down of a call, and what is not. */
class CallLedgerTest {

  private static final String BODY =
      "{\"model\":\"flash\",\"messages\":[{\"content\":\"SECRET PROMPT\"}]}";
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final AccessLog access = new AccessLog(InstantSource.fixed(Instant.EPOCH));
  private final RefusalLog refusals = new RefusalLog(InstantSource.system());
  private final CallLedger.Books books = new CallLedger.Books(metrics, access, refusals);
  private final CallLedger ledger = new CallLedger(books, name -> name);
  private final Answer answer = new Answer();

  @RegisterExtension final RecordedLog recorded = new RecordedLog("io.tidegate.access");

  @Test
  void tellsWhoListensOfTheEndUnlessTheCallBecameAJob() {
    List<CallLedger.End> heard = new ArrayList<>();
    CallLedger told =
        new CallLedger(books, name -> name, (call, model, head, usage, end) -> heard.add(end));
    CallLedger.End whole = new CallLedger.End(200, null, 1, 2, 3, Source.MISS);

    told.ended(call(), null, Usage.NONE, whole);
    told.ended(call(), null, Usage.NONE, new CallLedger.End(202, null, -1, 2, 0, Source.BYPASS));

    assertThat(heard).containsExactly(whole);
  }

  @Test
  void writesOneLineOfACallWithoutAWordOfIt() {
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 2, 5));
    answer.append("SECRET ANSWER".getBytes(UTF_8));
    answer.complete(new Usage(120, 100, 9));

    ledger.ended(
        call(), answer, new CallLedger.End(200, null, 2_000_000, 3_999_999, 13, Source.BYPASS));

    access.write();
    assertThat(recorded.records())
        .containsExactly(
            "time=1970-01-01T00:00:00Z id=req_12345678 tenant=acme operation=chat model=flash"
                + " stream=false status=200 outcome=answered reason=none node=n1 attempts=2"
                + " first_ms=2 total_ms=3 bytes=13 cache=bypass input_tokens=120 output_tokens=9");
  }

  @Test
  void endsTheSpanOfACallWithoutAWordOfIt() {
    RecordingTracing tracing = new RecordingTracing();
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 2, 5));
    answer.append("SECRET ANSWER".getBytes(UTF_8));
    answer.complete(new Usage(120, 100, 9));

    ledger.ended(
        call().within(tracing.begin(Step.CALL, Trace.NONE)),
        answer,
        new CallLedger.End(200, null, 2_000_000, 3_999_999, 13, Source.MISS));

    assertThat(tracing.only(Step.CALL).attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("tidegate.request.id", "req_12345678"),
                Map.entry("tidegate.tenant", "acme"),
                Map.entry("gen_ai.operation.name", "chat"),
                Map.entry("gen_ai.request.model", "flash"),
                Map.entry("http.response.status_code", 200L),
                Map.entry("tidegate.outcome", "answered"),
                Map.entry("tidegate.node", "n1"),
                Map.entry("tidegate.attempts", 2L),
                Map.entry("tidegate.cache", "miss"),
                Map.entry("gen_ai.response.time_to_first_chunk", 0.002),
                Map.entry("gen_ai.usage.input_tokens", 120L),
                Map.entry("gen_ai.usage.output_tokens", 9L)));
  }

  @ParameterizedTest
  @CsvSource({"QUEUE_TIMEOUT, 503, queue_timeout", "CLIENT_CLOSED, 499,", "QUEUE_TIMEOUT, 202,"})
  void aSpanHasFailedUnlessTheClientLeftOrHasAJob(ErrorCode code, int status, String error) {
    RecordingTracing tracing = new RecordingTracing();
    Failure failure = Failure.of(code, "No.");
    Call call = call().within(tracing.begin(Step.CALL, Trace.NONE));

    ledger.ended(
        call, null, Usage.NONE, new CallLedger.End(status, failure, -1, 30, 0, Source.BYPASS));

    assertThat(tracing.only(Step.CALL).get("error.type")).isEqualTo(error);
    assertThat(tracing.only(Step.CALL).get("gen_ai.request.model")).as("may be anything").isNull();
  }

  @Test
  void recordsTheFiguresOfAnAnsweredCall() {
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 1, 5));
    answer.complete(new Usage(120, 100, 9));

    ledger.ended(call(), answer, new CallLedger.End(200, null, 20, 30, 13, Source.BYPASS));

    assertThat(metrics.count(REQUESTS, "chat", "answered", "none")).isEqualTo(1);
    assertThat(metrics.values(REQUEST_DURATION, "chat", "flash", "none")).containsExactly(30L);
    assertThat(metrics.values(TIME_TO_FIRST_TOKEN, "chat", "flash")).containsExactly(20L);
  }

  @ParameterizedTest
  @CsvSource({"deepseek, deepseek", ", none"})
  void countsByTheModelThatIsMeantAndNotByTheNameThatTheClientGives(String meant, String shown) {
    List<String> heard = new ArrayList<>();
    CallLedger counting =
        new CallLedger(books, name -> meant, (call, model, head, usage, end) -> heard.add(model));
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 1, 5));
    answer.complete(new Usage(120, 100, 9));

    counting.ended(call(), answer, new CallLedger.End(200, null, 20, 30, 13, Source.HIT));

    assertThat(metrics.values(REQUEST_DURATION, "chat", shown, "none")).containsExactly(30L);
    assertThat(metrics.values(REQUEST_DURATION, "chat", "flash", "none")).isEmpty();
    assertThat(metrics.values(TIME_TO_FIRST_TOKEN, "chat", shown)).containsExactly(20L);
    assertThat(heard).containsExactly(shown);
  }

  @ParameterizedTest
  @CsvSource({"deepseek, deepseek", ","})
  void refusalsAreOfTheModelThatIsMeantAndOfNoneForANameOfNothing(String meant, String shown) {
    answer.fail(Failure.of(ErrorCode.GATEWAY_OVERLOADED, "No."));

    new CallLedger(books, name -> meant)
        .ended(call(), answer, new CallLedger.End(429, answer.failure(), -1, 30, 0, Source.BYPASS));

    assertThat(refusals.rows()).extracting(RefusalLog.Refused::model).containsExactly(shown);
  }

  /** There are as many kinds as models, which a node may name as it likes. */
  @Test
  void keepsTheFiguresOfSoManyKindsAtHandAndLooksUpAllOthers() {
    AtomicInteger lookUps = new AtomicInteger();
    Metrics counting =
        (Metrics)
            Proxy.newProxyInstance(
                Metrics.class.getClassLoader(),
                new Class<?>[] {Metrics.class},
                (proxy, method, arguments) -> {
                  lookUps.incrementAndGet();
                  return method.invoke(metrics, arguments);
                });
    AtomicInteger model = new AtomicInteger();
    CallLedger many =
        new CallLedger(new CallLedger.Books(counting, access, refusals), name -> "m" + model.get());
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 1, 5));
    CallLedger.End end = new CallLedger.End(200, null, 20, 30, 13, Source.HIT);
    while (model.getAndIncrement() < CallLedger.MOST_KINDS + 1) {
      many.ended(call(), answer, end);
    }
    int before = lookUps.get();

    model.set(1);
    many.ended(call(), answer, end);
    assertThat(lookUps).as("at hand").hasValue(before);
    model.set(CallLedger.MOST_KINDS + 1);
    many.ended(call(), answer, end);
    assertThat(lookUps).as("not kept").hasValueGreaterThan(before);
    assertThat(metrics.values(REQUEST_DURATION, "chat", "m" + model, "none")).hasSize(2);
  }

  @Test
  void takesNoModelFromACallThatNoNodeAnswered() {
    answer.fail(Failure.of(ErrorCode.MODEL_NOT_FOUND, "No."));

    ledger.ended(
        call(), answer, new CallLedger.End(404, answer.failure(), -1, 30, 0, Source.BYPASS));

    assertThat(metrics.values(REQUEST_DURATION, "chat", "none", "model_not_found"))
        .containsExactly(30L);
    assertThat(metrics.values(TIME_TO_FIRST_TOKEN, "chat", "none")).isEmpty();
    access.write();
    assertThat(recorded.records().get(0))
        .contains("model=none", "node=none", "attempts=0", "first_ms=-1", "outcome=refused");
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_CLOSED, false, cancelled",
    "CLIENT_CLOSED, true, cancelled",
    "UPSTREAM_BUSY, false, refused",
    "UPSTREAM_BUSY, true, failed",
    "NO_NODE_AVAILABLE, false, refused",
    "GATEWAY_OVERLOADED, false, refused",
    "QUEUE_TIMEOUT, false, refused",
    "QUOTA_EXCEEDED, false, refused",
    "TENANT_REFUSED, false, refused",
    "PRIORITY_REFUSED, false, refused",
    "GATEWAY_STOPPING, true, failed",
    "UPSTREAM_FAILED, false, failed",
    "STORED_DATA_UNREADABLE, false, failed",
    "DEADLINE_EXCEEDED, false, failed"
  })
  void tellsRefusedFromFailedByWhatTheClientHadSeen(ErrorCode code, boolean begun, String outcome) {
    if (begun) {
      answer.begin(new AnswerHead(200, AnswerHead.EVENT_STREAM, "n1", 1, 5));
    }
    answer.fail(Failure.of(code, "No."));

    ledger.ended(
        call(),
        answer,
        new CallLedger.End(code.status(), answer.failure(), -1, 30, 0, Source.BYPASS));

    assertThat(metrics.count(REQUESTS, "chat", outcome, code.code())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"QUEUE_TIMEOUT,queue_timeout", "UPSTREAM_BUSY,upstream_busy", ",none"})
  void aCallThatBecameAJobIsQueuedAndTellsWhy(ErrorCode code, String reason) {
    Failure failure = code == null ? null : Failure.of(code, "No.");

    ledger.ended(
        call(), null, Usage.NONE, new CallLedger.End(202, failure, -1, 30, 0, Source.BYPASS));

    assertThat(metrics.count(REQUESTS, "chat", "queued", reason)).isEqualTo(1);
    access.write();
    assertThat(recorded.records().get(0)).contains("status=202 outcome=queued reason=" + reason);
  }

  @Test
  void tellsWhenANodeRefusedTheCallersRequest() {
    answer.begin(new AnswerHead(400, AnswerHead.JSON, "n1", 1, 5));
    answer.complete(Usage.NONE);

    ledger.ended(call(), answer, new CallLedger.End(400, null, 20, 30, 13, Source.BYPASS));

    access.write();
    assertThat(recorded.records().get(0))
        .contains("status=400 outcome=refused reason=node_refused");
  }

  @Test
  void writesDownRequestsThatNeverBecameCalls() {
    Failure failure = Failure.ofParam(ErrorCode.INVALID_VALUE, "model", "SECRET");

    ledger.refused("req_12345678", "/v1/chat/completions", failure);

    access.write();
    assertThat(recorded.records())
        .containsExactly(
            "time=1970-01-01T00:00:00Z id=req_12345678 path=/v1/chat/completions status=400"
                + " outcome=refused reason=invalid_value");
    assertThat(metrics.count(REQUESTS, "none", "refused", "invalid_value")).isEqualTo(1);
  }

  private static Call call() {
    return new Call(
        "req_12345678",
        new TenantId("acme"),
        Operation.CHAT,
        Dialects.parse(BODY.getBytes(UTF_8), Operation.CHAT),
        new Deadline(0));
  }
}
