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
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.routing.Fleet;
import io.tidegate.testing.FakeRegistry;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that name what they like: models, tenants, paths. No series of a metric is made of it.
 */
class HostileNamesTest {

  private static final int MANY = 100_000;
  private static final Operation[] OPERATIONS = Operation.values();
  private static final ErrorCode[] CODES = ErrorCode.values();

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final FakeRegistry registry = new FakeRegistry();
  private final CallLedger ledger =
      new CallLedger(
          new MicroProfileMetrics(registry.registry()),
          new AccessLog(InstantSource.system()),
          new RefusalLog(InstantSource.system()));
  private final Fleet fleet = new Fleet();
  private final Gateway gateway =
      new Gateway(SampleCache.ofAll(fleet.clock()), fleet.admission(), fleet.router());

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
    Call call = call(OPERATIONS[i % OPERATIONS.length]);
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

  private Call call(Operation operation) {
    String body =
        "{\"model\": \""
            + text()
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
