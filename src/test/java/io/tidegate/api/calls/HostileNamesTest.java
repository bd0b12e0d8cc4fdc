package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.Gateway;
import io.tidegate.api.open.AccessLog;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.cache.SampleCache;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.FakeRegistry;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that name what they like: models, tenants, paths. No series of a metric is made of it.
 */
class HostileNamesTest {

  private static final int MANY = 100_000;

  /** More than a label has values. */
  private static final int ANSWERED = 1_100;

  private static final Operation[] OPERATIONS = Operation.values();
  private static final ErrorCode[] CODES = ErrorCode.values();

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final FakeRegistry registry = new FakeRegistry();
  private final Fleet fleet = new Fleet(Map.of("aliases.claude-*", "chat"));
  private final Gateway gateway =
      new Gateway(SampleCache.ofAll(fleet.clock()), fleet.admission(), fleet.router());
  private final CallLedger ledger =
      new CallLedger(
          new CallLedger.Books(
              new MicroProfileMetrics(registry.registry()),
              new AccessLog(InstantSource.system()),
              new RefusalLog(InstantSource.system())),
          gateway::offered);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @Test
  void modelsThatNoNodeServesMakeNoSeries() {
    fleet.add("a", "chat");

    assertNothingGrows(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void norDoTheyWhileANodesModelsAreNotKnownYet() {
    fleet.add("a", "chat");
    fleet.add("silent");

    assertNothingGrows(ErrorCode.NO_NODE_AVAILABLE);
  }

  /** Which are served, and so are in the place of others where they are counted by themselves. */
  @Test
  void norDoThoseThatAPatternTakes() {
    fleet.add("a", "chat", "other");
    fleet.upstream().onStart(attempt -> attempt.complete(Duration.ZERO, new Usage(7, 0, 5)));
    for (int i = 0; i < 10; i++) {
      answered("claude-" + text());
    }
    int before = series();
    for (int i = 0; i < ANSWERED; i++) {
      answered("claude-" + text());
    }

    assertThat(series()).isEqualTo(before);
    answered("other");
    assertThat(models()).containsExactlyInAnyOrder("chat", "other");
    assertThat(fleet.metrics().values(Metric.TOKEN_USAGE, "chat", "chat", "input")).isNotEmpty();
    assertThat(fleet.metrics().values(Metric.TOKEN_USAGE, "chat", "other", "input")).isNotEmpty();
  }

  private List<String> models() {
    return registry.shown().stream()
        .map(id -> id.getTags().get("gen_ai_request_model"))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private void answered(String model) {
    Call call = call(model, Operation.CHAT);
    Reply reply = gateway.ask(call);
    assertThat(reply.answer().failure()).isNull();
    CallLedger.End end = new CallLedger.End(200, null, 1, 1, 2, reply.source());
    ledger.ended(call, reply.answer(), end);
    gateway.left(call);
  }

  private void assertNothingGrows(ErrorCode expected) {
    for (int i = 0; i < OPERATIONS.length * CODES.length; i++) {
      ask(i, expected);
    }
    int before = series();
    for (int i = 0; i < MANY; i++) {
      ask(i, expected);
    }

    assertThat(series()).isEqualTo(before);
    assertThat(fleet.admission().lanes()).isEmpty();
    assertThat(gateway.inFlight()).isZero();
  }

  private int series() {
    return registry.shown().size() + fleet.metrics().series();
  }

  private void ask(int i, ErrorCode expected) {
    Call call = call(text(), OPERATIONS[i % OPERATIONS.length]);
    Answer answer = gateway.ask(call).answer();
    assertThat(answer.failure().code()).isEqualTo(expected);
    ledger.ended(
        call,
        answer,
        new CallLedger.End(expected.status(), answer.failure(), -1, 1, 0, Source.BYPASS));
    gateway.left(call);
    Failure refusal = Failure.of(CODES[i % CODES.length], text());
    ledger.refused(text(), "/v1/" + text(), refusal);
  }

  private Call call(String model, Operation operation) {
    String body =
        "{\"model\": \""
            + model
            + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}],"
            + " \"prompt\": \"Hi\", \"input\": \"Hi\", \"max_tokens\": 5}";
    return new Call(
        text(),
        new TenantId(text()),
        operation,
        Dialects.parse(body.getBytes(UTF_8), operation),
        Deadline.after(fleet.clock().getAsLong(), Duration.ofMinutes(1)));
  }

  private String text() {
    return Long.toHexString(random.nextLong());
  }
}
