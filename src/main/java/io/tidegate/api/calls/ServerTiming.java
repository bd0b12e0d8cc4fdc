package io.tidegate.api.calls;

import io.tidegate.exchange.AnswerHead;

/** What the header {@code Server-Timing} tells, in milliseconds. */
final class ServerTiming {

  private static final long MILLI = 1_000_000;

  private ServerTiming() {}

  /**
   * The value of the header: the wait for a node, its time to first content, and for a plain answer
   * the whole. A stored answer has waited for nobody, and whoever joined an attempt that was
   * already under way has waited for its first content since then.
   *
   * @param stream whether more is to come
   * @param sinceArrival nanoseconds since the call arrived
   */
  static String of(AnswerHead head, boolean stream, long sinceArrival) {
    long first = head.stored() == null ? Math.min(head.firstContent(), sinceArrival) : sinceArrival;
    StringBuilder told = new StringBuilder(64);
    millis(told.append("queue;dur="), sinceArrival - first);
    millis(told.append(", ttft;dur="), first);
    if (!stream) {
      millis(told.append(", total;dur="), sinceArrival);
    }
    return told.toString();
  }

  private static void millis(StringBuilder told, long nanos) {
    told.append(nanos / MILLI).append('.').append(nanos * 10 / MILLI % 10);
  }
}
