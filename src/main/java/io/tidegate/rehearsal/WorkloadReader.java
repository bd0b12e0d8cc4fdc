package io.tidegate.rehearsal;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.rehearsal.CallRecorder.RecordedCall;
import io.tidegate.rehearsal.PoissonArrivals.TokenCount;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes workloads of what a request says of the trace; thread-safe. */
final class WorkloadReader {

  private static final double HIGHEST_RATE = 10_000;
  private static final double LONGEST = 86_400;
  private static final Duration LONGEST_RECORD = Duration.ofDays(7);
  private static final Set<String> KINDS = Set.of("rate", "recorded", "arrivals");

  private static final Set<String> OF_RATE =
      Set.of("rate", "seconds", "prompt_tokens", "answer_tokens");

  private final CallRecorder recorder;

  WorkloadReader(CallRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * The workload that {@code trace} describes, where {@code seed} decides what is left to chance.
   *
   * @throws FailureException that names the field and the rule
   */
  Workload read(JsonFields trace, long seed) {
    if (KINDS.stream().filter(trace::has).count() != 1) {
      throw Failure.invalid("trace", "must have one of rate, recorded and arrivals").asException();
    }
    if (trace.has("rate")) {
      return ofRate(trace.only(OF_RATE), seed);
    }
    if (trace.has("arrivals")) {
      return TraceLines.read(
          trace.only(Set.of("arrivals")).text("arrivals").lines(), "trace.arrivals");
    }
    return recorded(
        trace.only(Set.of("recorded")).duration("recorded", Duration.ZERO, LONGEST_RECORD));
  }

  private static Workload ofRate(JsonFields trace, long seed) {
    double rate = trace.number("rate", 1e-3, HIGHEST_RATE);
    double seconds = trace.number("seconds", 1, LONGEST);
    if (rate * seconds > Workload.MOST) {
      throw Failure.invalid("trace", "must make at most " + Workload.MOST + " calls").asException();
    }
    TokenCount prompt = tokens(trace, "prompt_tokens");
    TokenCount answer = tokens(trace, "answer_tokens");
    return new PoissonArrivals(rate, seconds, prompt, answer).draw(new SplittableRandom(seed));
  }

  private static TokenCount tokens(JsonFields trace, String name) {
    if (!trace.has(name) || trace.any(name).isNumber()) {
      double all = trace.number(name, 1, Arrival.MOST_TOKENS);
      return new TokenCount(all, all);
    }
    JsonFields spread = trace.object(name).only(Set.of("median", "p95"));
    double median = spread.number("median", 1, Arrival.MOST_TOKENS);
    return new TokenCount(median, spread.number("p95", median, Arrival.MOST_TOKENS));
  }

  /** Those that were refused ask for as long answers as the others had in the mean. */
  private Workload recorded(Duration time) {
    List<RecordedCall> calls = recorder.within(time);
    List<RecordedCall> last =
        calls.subList(Math.max(0, calls.size() - Workload.MOST), calls.size());
    double mean =
        last.stream()
            .mapToInt(RecordedCall::answerTokens)
            .filter(tokens -> tokens > 0)
            .average()
            .orElseThrow(() -> nothing(time));
    long first = last.get(0).at();
    return Workload.of(
        "recorded",
        last.stream().map(call -> arrival(call, first, (int) Math.round(mean))).toList());
  }

  private static Arrival arrival(RecordedCall call, long first, int usualAnswer) {
    return new Arrival(
        call.at() - first,
        call.promptTokens(),
        call.answerTokens() > 0 ? call.answerTokens() : Math.max(1, usualAnswer),
        0,
        call.tenant(),
        call.model(),
        new Prefix(Prefix.mixed(call.at())));
  }

  private static FailureException nothing(Duration time) {
    return Failure.invalid("trace.recorded", "has no answered call within " + time).asException();
  }
}
