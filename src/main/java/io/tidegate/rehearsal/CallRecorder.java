package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode.Blame;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers the calls of late that asked nodes, or would have: when each came, how long prompt and
 * answer were, and for whom.
 *
 * <p>Bounded: of more calls than configured the oldest are forgotten. Thread-safe; what it does for
 * a call is one short step under a lock.
 */
public final class CallRecorder {

  /** So many names are kept once for all calls; beyond them some are kept again. */
  private static final int MOST_NAMES = 1_000;

  private static final int BYTES_PER_TOKEN = 4;

  private final int most;
  private final LongSupplier clock;
  private final NodeSpeeds speeds = new NodeSpeeds();
  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final Map<String, String> names = new HashMap<>();

  /** A recorder of at most {@code most} calls; of none with 0. */
  public CallRecorder(int most, LongSupplier clock) {
    this.most = most;
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * How a call ended.
   *
   * @param failure why there was no whole answer, or null
   * @param firstContent nanoseconds from arrival to first content, or -1
   * @param total nanoseconds from arrival to the end
   * @param source what the cache did with the call
   */
  public record End(Failure failure, long firstContent, long total, Source source) {}

  /**
   * What is kept of a call that asked nodes: nothing of what was said, nor when by the wall's
   * clock.
   *
   * @param at when it came, on the nano clock
   * @param promptTokens the tokens of its prompt, at least 1
   * @param answerTokens the tokens of its answer; 0 when not known, as of one that was refused
   * @param tenant who asked
   * @param model what was asked for, as the pool offers it
   */
  record RecordedCall(long at, int promptTokens, int answerTokens, String tenant, String model) {

    RecordedCall {
      requireNonNull(tenant, "tenant");
      requireNonNull(model, "model");
    }
  }

  /** How fast nodes were of late. */
  NodeSpeeds speeds() {
    return speeds;
  }

  /**
   * Takes note of a call that has ended.
   *
   * @param model what it asked for, as the pool offers it: clients may call it anything, at length
   * @param head the head of its answer, or null if there was none
   * @param usage the tokens reported for its answer
   */
  public void ended(Call call, String model, AnswerHead head, Usage usage, End end) {
    if (most == 0 || fromCache(head, end.source()) || inVain(head, end.failure())) {
      return;
    }
    if (head != null && end.failure() == null && call.stream()) {
      speeds.saw(head, usage, end.total() - end.firstContent());
    }
    long prompt = usage.input() > 0 ? usage.input() : call.request().size() / BYTES_PER_TOKEN;
    int answer = end.failure() == null && usage.output() > 0 ? tokens(usage.output()) : 0;
    note(clock.getAsLong() - end.total(), tokens(prompt), answer, call.tenant(), model);
  }

  /** The calls that came within {@code time}, by arrival; those without an answer have 0 tokens. */
  synchronized List<RecordedCall> within(Duration time) {
    long since = clock.getAsLong() - time.toNanos();
    List<RecordedCall> found = new ArrayList<>();
    for (RecordedCall call : calls) {
      if (call.at() - since >= 0) {
        found.add(call);
      }
    }
    found.sort((one, other) -> Long.compare(one.at() - since, other.at() - since));
    return found;
  }

  private synchronized void note(long at, int prompt, int answer, TenantId tenant, String model) {
    if (calls.size() == most) {
      calls.remove();
    }
    calls.add(new RecordedCall(at, prompt, answer, known(tenant.value()), known(model)));
  }

  /** The one text for equal names, so that calls do not hold one each. */
  private String known(String name) {
    String one = names.get(name);
    if (one != null) {
      return one;
    }
    if (names.size() == MOST_NAMES) {
      names.clear();
    }
    names.put(name, name);
    return name;
  }

  private static int tokens(long count) {
    return (int) Math.max(1, Math.min(Arrival.MOST_TOKENS, count));
  }

  private static boolean fromCache(AnswerHead head, Source source) {
    return source == Source.HIT
        || source == Source.COLLAPSED
        || (head != null && head.stored() != null);
  }

  /** Whether it could not be answered by whatever nodes, or was nobody's any more. */
  private static boolean inVain(AnswerHead head, Failure failure) {
    if (failure == null) {
      return head == null || head.status() >= 400;
    }
    Blame blame = failure.code().blame();
    return blame == Blame.REQUEST || blame == Blame.STOP || (blame == Blame.CLIENT && head == null);
  }
}
