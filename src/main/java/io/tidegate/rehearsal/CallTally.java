package io.tidegate.rehearsal;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.rehearsal.VariantResult.Percentiles;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Counts how calls ended, each once. For one thread. */
final class CallTally {

  private final long within;
  private final Map<String, Integer> answersByNode = new HashMap<>();
  private final Map<String, Integer> codes = new TreeMap<>();
  private final LongStream.Builder waits = LongStream.builder();
  private final LongStream.Builder firstTokens = LongStream.builder();
  private int good;
  private int late;
  private int refused;
  private int failed;

  /** Nothing has ended yet; first tokens are in time within {@code within} nanoseconds. */
  CallTally(long within) {
    this.within = within;
  }

  /** A call was answered in full, by the node of {@code head}; {@code first} is nanoseconds. */
  void answered(AnswerHead head, long first) {
    if (first <= within) {
      good++;
    } else {
      late++;
    }
    answersByNode.merge(head.node(), 1, Integer::sum);
    firstTokens.add(first);
    waits.add(Math.max(0, first - head.firstContent()));
  }

  /** A call ended by {@code why}; {@code head} is null if no node had begun to answer. */
  void ended(AnswerHead head, Failure why) {
    codes.merge(why.code().code(), 1, Integer::sum);
    boolean ofCapacity =
        switch (why.code().blame()) {
          case CAPACITY, TIME, STOP, REQUEST -> true;
          case WORK, TRIES, CLIENT -> false;
        };
    if (head == null && ofCapacity) {
      refused++;
    } else {
      failed++;
    }
  }

  /** How many calls have ended. */
  int all() {
    return good + late + refused + failed;
  }

  /** The answers that {@code node} gave in full. */
  int answers(String node) {
    return answersByNode.getOrDefault(node, 0);
  }

  /** All that was counted, as the result of a run; to be asked for once. */
  VariantResult result(VariantResult.Effort effort) {
    return new VariantResult(
        good,
        late,
        refused,
        failed,
        codes,
        Percentiles.of(waits.build().toArray()),
        Percentiles.of(firstTokens.build().toArray()),
        effort);
  }
}
