package io.tidegate.simulator;

import io.tidegate.simulator.Script.Ending;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/** The scripts of a call that waits for a place in the queue and never gets it. */
final class Waits {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String COMMENT = ": keep-alive\n\n";

  private Waits() {}

  static Script emptyLines(Head head) {
    return new Script(head, repeated("\n"), Ending.CUT);
  }

  static Script comments() {
    return signs(COMMENT);
  }

  /** A stream of nothing but {@code sign}. */
  static Script signs(String sign) {
    return new Script(Head.STREAM, repeated(sign), Ending.CUT);
  }

  /** A stream that begins with {@code steps} and is then nothing but {@code sign}. */
  static Script after(Stream<ScriptStep> steps, String sign) {
    return new Script(Head.STREAM, Stream.concat(steps, endless(sign)).iterator(), Ending.CUT);
  }

  /** The wait of a stream that has its turn in the end. */
  static Stream<ScriptStep> slowly() {
    return briefly(COMMENT);
  }

  /** The wait of a plain call that has its turn in the end. */
  static Stream<ScriptStep> slowlyInLines() {
    return briefly("\n");
  }

  private static Stream<ScriptStep> briefly(String sign) {
    return Stream.concat(
        Stream.of(ScriptStep.of(0, sign)), endless(sign).limit(SHORT.dividedBy(INTERVAL)));
  }

  private static Iterator<ScriptStep> repeated(String sign) {
    return Stream.concat(Stream.of(ScriptStep.of(0, sign)), endless(sign)).iterator();
  }

  private static Stream<ScriptStep> endless(String sign) {
    ScriptStep next = ScriptStep.of(INTERVAL.toNanos(), sign);
    return Stream.generate(() -> next).limit(LIMIT.dividedBy(INTERVAL));
  }
}
