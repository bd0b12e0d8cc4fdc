package io.tidegate.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Nodes that answer when they are told to. Not thread-safe. */
public final class FakeNodes implements AnswerCollector {

  /** A call that waits for its answer. */
  public final class Pending implements Asking {
    private final Call call;
    private final Consumer<CollectedAnswer> ended;

    private Pending(Call call, Consumer<CollectedAnswer> ended) {
      this.call = call;
      this.ended = ended;
    }

    public Call call() {
      return call;
    }

    public void end(CollectedAnswer whole) {
      if (pending.remove(this)) {
        ended.accept(whole);
      }
    }

    @Override
    public void cancel() {
      end(failure(ErrorCode.CLIENT_CLOSED));
    }

    @Override
    public Optional<AnswerReader> follow() {
      return Optional.empty();
    }
  }

  /** A call that has ended. */
  public static final class Gone implements Asking {

    @Override
    public void cancel() {}

    @Override
    public Optional<AnswerReader> follow() {
      return Optional.empty();
    }
  }

  public final List<Pending> pending = new ArrayList<>();

  /** How often each call was asked, by its id. */
  public final Map<String, Integer> asked = new ConcurrentHashMap<>();

  /** The most that were under way at the same time. */
  public int most;

  /** What is answered to a call by {@link #endAll}. */
  public Function<Call, CollectedAnswer> script =
      call -> answer(200, "{\"echo\":\"" + call.id() + "\"}");

  @Override
  public Asking ask(Call call, Reservation held, Consumer<CollectedAnswer> ended) {
    Pending asking = new Pending(call, ended);
    asked.merge(call.id(), 1, Integer::sum);
    pending.add(asking);
    most = Math.max(most, pending.size());
    return asking;
  }

  /** Answers whatever waits now. */
  public void endAll() {
    for (Pending each : List.copyOf(pending)) {
      each.end(script.apply(each.call()));
    }
  }

  public static CollectedAnswer answer(int status, String body) {
    JobResult result =
        new JobResult(status, "application/json", new JobResult.Body(body.getBytes(UTF_8)));
    return new CollectedAnswer(result, new Usage(3, 2, 1), null);
  }

  public static CollectedAnswer failure(ErrorCode code) {
    return new CollectedAnswer(
        null, Usage.NONE, Failure.of(code, "It failed.").retryAfter(Duration.ofMillis(1)));
  }
}
