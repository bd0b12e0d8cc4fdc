package io.tidegate.api.open;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose calls the load shedder hears of. */
class CrowdedOutTest {

  private static final String BODY =
      "{\"model\":\"flash\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final TenantId TENANT = new TenantId("acme");

  private final List<TenantId> heard = new ArrayList<>();
  private final CallLedger ledger =
      new CallLedger(
          new CallLedger.Books(
              new RecordingMetrics(),
              new AccessLog(InstantSource.fixed(Instant.EPOCH)),
              new RefusalLog(InstantSource.system())),
          name -> name,
          (call, model, head, usage, end) -> {
            if (end.crowdedOut(head)) {
              heard.add(call.tenant());
            }
          });

  @Test
  void callsThatAreRefusedForALongQueueAreToldAndNoOthers() {
    end(429, Failure.of(ErrorCode.GATEWAY_OVERLOADED, "a queue").retryAfter(Duration.ofSeconds(1)));
    // Of a server that lacks threads.
    end(429, ErrorCode.GATEWAY_OVERLOADED);
    end(429, ErrorCode.PRIORITY_REFUSED);
    end(503, ErrorCode.NO_NODE_AVAILABLE);
    // Which it may have waited for from long before.
    end(429, ErrorCode.QUEUE_TIMEOUT);
    // That became a job.
    end(202, Failure.of(ErrorCode.GATEWAY_OVERLOADED, "a queue").retryAfter(Duration.ZERO));
    end(200, (Failure) null);

    assertThat(heard).containsExactly(TENANT);
  }

  private void end(int status, ErrorCode code) {
    end(status, code == null ? null : Failure.of(code, "as a test wants"));
  }

  private void end(int status, Failure failure) {
    Call call =
        new Call(
            "req_12345678",
            TENANT,
            Operation.CHAT,
            Dialects.parse(BODY.getBytes(UTF_8), Operation.CHAT),
            new Deadline(0));
    ledger.ended(
        call, null, Usage.NONE, new CallLedger.End(status, failure, -1, 2, 0, Source.MISS));
  }
}
