package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.RecordingTracing;
import io.tidegate.testing.SampleCalls;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of clients and nodes in the access log: none forges a field, or a line. */
class HostileLinesTest {

  private static final String TIME = "time=1970-01-01T00:00:00Z";

  private final AccessLog access = new AccessLog(InstantSource.fixed(Instant.EPOCH));
  private final CallLedger ledger =
      new CallLedger(
          new CallLedger.Books(
              new RecordingMetrics(), access, new RefusalLog(InstantSource.system())),
          name -> "m");

  @RegisterExtension final RecordedLog recorded = new RecordedLog("io.tidegate.access");

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "x tenant=other",
        "x\ttenant=other",
        "x\ntime=1970-01-01T00:00:00Z id=req_1 tenant=other status=200",
        "x\rtenant=other",
        "x\u0085tenant=other",
        "x\u2028tenant=other",
        "x\u00a0tenant=other",
        "x\" tenant=\"other",
        "x' tenant='other",
        "x=1",
        "x\u001b[2K\u001b[1A",
        "x\u202ereversed",
        "x\u0000y",
        "x\ud800y",
        "",
        " "
      })
  void noValueMakesAnotherFieldOrLine(String hostile) {
    Answer answer = new Answer();
    answer.begin(new AnswerHead(200, AnswerHead.JSON, hostile, 1, 5));
    answer.complete(Usage.NONE);

    ledger.ended(call(hostile), answer, new CallLedger.End(200, null, 1, 2, 3, Source.MISS));
    ledger.refused(hostile, hostile, Failure.of(ErrorCode.NOT_FOUND, hostile));

    access.write();
    List<String> lines = List.of(String.join("\n", recorded.records()).split("\\R", -1));
    assertThat(lines).hasSize(2).allSatisfy(HostileLinesTest::isPlain);
    assertThat(fields(lines.get(0)))
        .isEqualTo(
            "time id tenant operation model stream status outcome reason node attempts first_ms"
                + " total_ms bytes cache input_tokens output_tokens");
    assertThat(lines.get(0)).contains(" tenant=tests ");
    assertThat(fields(lines.get(1))).isEqualTo("time id path status outcome reason");
  }

  @Test
  void valuesThatAreTooLongAreCut() {
    String line =
        access
            .line()
            .with("id", "x".repeat(AccessLine.LONGEST))
            .with("model", "y".repeat(4096))
            .toString();

    assertThat(line)
        .isEqualTo("%s id=%s model=%s...", TIME, "x".repeat(200), "y".repeat(AccessLine.LONGEST));
  }

  @Test
  void whatNamesConsistOfStaysAsItIs() {
    String name = "deepseek-ai/DeepSeek-V4_Flash:0.5b@main+\u6a21\u578b\u00e9";

    assertThat(access.line().with("model", name).with("path", "/v1/a%20b;c~d").with("node", null))
        .hasToString(TIME + " model=" + name + " path=/v1/a%20b;c~d node=-");
  }

  @Test
  void aSpanTakesOnlyTheBeginningOfALongName() {
    RecordingTracing tracing = new RecordingTracing();
    Answer answer = new Answer();
    answer.begin(new AnswerHead(200, AnswerHead.JSON, "n1", 1, 5));
    answer.complete(Usage.NONE);

    ledger.ended(
        call("y".repeat(4096)).within(tracing.begin(Step.CALL, Trace.NONE)),
        answer,
        new CallLedger.End(200, null, 1, 2, 3, Source.MISS));

    assertThat(tracing.only(Step.CALL).get("gen_ai.request.model")).isEqualTo("y".repeat(200));
  }

  private static Call call(String hostile) {
    Call call = SampleCalls.chat(hostile, false, 1, new Deadline(0), Terms.DEFAULT);
    return new Call(
        hostile, call.tenant(), call.operation(), call.request(), call.deadline(), call.terms());
  }

  private static void isPlain(String line) {
    assertThat(line).doesNotContainPattern("[\\p{C}\\p{Z}&&[^ ]]").doesNotContain("\"", "'", "  ");
  }

  private static String fields(String line) {
    return Arrays.stream(line.split(" "))
        .map(field -> field.split("=", 2)[0])
        .collect(Collectors.joining(" "));
  }
}
