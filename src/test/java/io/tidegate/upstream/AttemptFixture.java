package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Use;
import io.tidegate.testing.ManualClock;
import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.reading.BillingCodes;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One attempt over a fake transport and a manual clock, with a reader of its answer. */
public final class AttemptFixture {

  static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
  static final String STOP = chunk("{}", "\"stop\"");
  static final String DONE = "data: [DONE]\n\n";
  static final Duration FIRST_CONTENT = Duration.ofMinutes(1);
  static final Duration PLAIN_ANSWER = Duration.ofMinutes(4);
  static final Duration IDLE = Duration.ofSeconds(30);
  static final Duration DEADLINE = Duration.ofMinutes(10);
  static final int MAX_ANSWER = 200_000;
  static final int MAX_EVENT = 16 << 10;
  static final int WINDOW = 1000;
  static final UpstreamConfig CONFIG =
      new UpstreamConfig(
          Duration.ofSeconds(2),
          FIRST_CONTENT,
          PLAIN_ANSWER,
          IDLE,
          MAX_EVENT,
          MAX_ANSWER,
          WINDOW,
          BillingCodes.USUAL,
          NodeAccess.DIRECT);

  /** As much as anything here needs, until somebody takes it away. */
  final MemoryBudget memory = new MemoryBudget(new MemoryConfig(64 << 20, 1));

  final ManualClock clock = new ManualClock();
  final FakeTransport transport = new FakeTransport();
  public final Answer answer = new Answer();
  final AnswerReader reader = answer.open(() -> {}).orElseThrow();
  final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
  final List<Long> firstContents = Collections.synchronizedList(new ArrayList<>());
  public final AttemptRun run;
  private volatile boolean first = true;
  private volatile boolean another = true;
  private volatile boolean begun;

  private AttemptFixture(boolean stream) {
    this(Operation.CHAT, stream);
  }

  private AttemptFixture(Operation operation, boolean stream) {
    Deadline deadline = Deadline.after(clock.getAsLong(), DEADLINE);
    NodeAddress target = new NodeAddress("n1", URI.create("http://n1"), "node-key");
    Attempt attempt = new Attempt(call(operation, stream, deadline), target, "m", 2, answer);
    run =
        new AttemptRun(
            attempt,
            CONFIG,
            clock,
            progress(),
            new Backlog(memory.open(attempt.call().tenant(), Use.ANSWERS), WINDOW));
    run.over(transport);
  }

  private Upstream.Progress progress() {
    return new Upstream.Progress() {
      @Override
      public boolean mayDeliver(long firstContent) {
        firstContents.add(firstContent);
        return first;
      }

      @Override
      public void begun() {
        begun = true;
      }

      @Override
      public boolean mayLeave() {
        return another;
      }

      @Override
      public void ended(Outcome outcome) {
        outcomes.add(outcome);
      }
    };
  }

  /** From now on the attempt may not deliver: another was faster. */
  AttemptFixture tooSlow() {
    first = false;
    return this;
  }

  /** From now on no other node can take the call. */
  AttemptFixture alone() {
    another = false;
    return this;
  }

  /** Whether the node was seen to work on the answer. */
  boolean begun() {
    return begun;
  }

  /** An attempt at a stream whose node has answered with the head of one. */
  static AttemptFixture stream() {
    AttemptFixture fixture = new AttemptFixture(true);
    fixture.run.head(200, "text/event-stream; charset=utf-8", null, null);
    return fixture;
  }

  /** An attempt at a plain answer whose node has answered with the head of one. */
  static AttemptFixture plain() {
    AttemptFixture fixture = new AttemptFixture(false);
    fixture.run.head(200, "application/json", null, null);
    return fixture;
  }

  /** An attempt at {@code operation} whose node has answered with the head of a stream. */
  static AttemptFixture streamed(Operation operation, boolean wanted) {
    AttemptFixture fixture = new AttemptFixture(operation, wanted);
    fixture.run.head(200, "text/event-stream", null, null);
    return fixture;
  }

  /** An attempt at {@code operation} whose node has answered {@code status} with JSON. */
  static AttemptFixture json(Operation operation, boolean streamWanted, int status) {
    AttemptFixture fixture = new AttemptFixture(operation, streamWanted);
    fixture.run.head(status, "application/json", null, null);
    return fixture;
  }

  /** An attempt of which the node has told nothing yet. */
  public static AttemptFixture silent(boolean stream) {
    return new AttemptFixture(stream);
  }

  static Call call(boolean stream, Deadline deadline) {
    return call(Operation.CHAT, stream, deadline);
  }

  static Call call(Operation operation, boolean stream, Deadline deadline) {
    String body = "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{}]}";
    Request request =
        new Request(
            body.getBytes(UTF_8),
            Request.Facts.of("m", stream, new Request.Range(9, 12), Request.Range.NONE));
    return new Call("req_12345678", new TenantId("acme"), operation, request, deadline);
  }

  /** A chunk with the JSON texts of its delta and of its finish reason. */
  static String chunk(String delta, String finishReason) {
    return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finishReason
        + "}]}\n\n";
  }

  static String plainAnswer(String content, String finishReason) {
    return "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
        + "\"assistant\",\"content\":\""
        + content
        + "\"},\"finish_reason\":\""
        + finishReason
        + "\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";
  }

  public AttemptFixture send(String... parts) {
    for (String part : parts) {
      run.bytes(ByteBuffer.wrap(part.getBytes(UTF_8)));
    }
    return this;
  }

  public AttemptFixture end() {
    run.bodyEnded();
    return this;
  }

  /** Lets time pass and the watchdog look. */
  AttemptFixture after(Duration time) {
    clock.advance(time);
    run.tick(clock.getAsLong());
    return this;
  }

  /** Everything the client has not taken yet. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
      text.append(new String(event, UTF_8));
    }
    return text.toString();
  }

  /** The outcome, which must have been told exactly once. */
  public Outcome outcome() {
    assertThat(outcomes).as("%s", clock).hasSize(1);
    return outcomes.get(0);
  }

  void assertRunning() {
    assertThat(outcomes).as("%s", clock).isEmpty();
    assertThat(transport.aborted()).isFalse();
    assertThat(answer.ended()).isFalse();
  }

  /** The attempt ended as {@code kind} without a trace in the answer. */
  public void assertUndelivered(Outcome.Kind kind) {
    Outcome outcome = outcome();
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.delivered()).isFalse();
    assertThat(outcome.failure()).isNotNull();
    assertThat(outcome.timings().firstContent()).isEqualTo(-1);
    assertThat(answer.head()).isNull();
    assertThat(answer.ended()).isFalse();
    assertThat(text()).isEmpty();
  }

  /** The attempt ended as {@code kind} after content; the answer says so. */
  void assertBroken(Outcome.Kind kind) {
    Outcome outcome = outcome();
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.delivered()).isTrue();
    assertThat(outcome.retryable()).isFalse();
    assertThat(answer.ended()).isTrue();
    assertThat(answer.failure()).isNotNull().isEqualTo(outcome.failure());
  }
}
