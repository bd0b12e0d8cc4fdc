package io.tidegate.simulator;

import io.tidegate.simulator.Script.Ending;
import java.time.Duration;
import java.util.stream.Stream;

/** The scripts of a call that waits for a place in the queue and never gets it. */
final class Waits {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Waits() {}

  static Script emptyLines(Head head) {
    return repeated(head, "\n");
  }

  static Script comments() {
    return repeated(Head.STREAM, ": keep-alive\n\n");
  }

  private static Script repeated(Head head, String sign) {
    ScriptStep next = ScriptStep.of(INTERVAL.toNanos(), sign);
    Stream<ScriptStep> steps =
        Stream.concat(
            Stream.of(ScriptStep.of(0, sign)),
            Stream.generate(() -> next).limit(LIMIT.dividedBy(INTERVAL)));
    return new Script(head, steps.iterator(), Ending.CUT);
  }
}
