package io.tidegate.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * One timed piece of an answer's body.
 *
 * @param delayNanos the wait after the step before, in nanoseconds
 * @param bytes what is then written, possibly nothing; not to be consumed, since steps may share it
 */
record ScriptStep(long delayNanos, ByteBuffer bytes) {
  private static final long PAUSE = Duration.ofMillis(1).toNanos();

  static ScriptStep of(long delayNanos, String text) {
    return new ScriptStep(delayNanos, StandardCharsets.UTF_8.encode(text));
  }

  /** The same without the lines that name events. */
  ScriptStep withoutNames() {
    String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    return of(delayNanos, text.replaceAll("(?m)^event: .*\n", ""));
  }

  /** The same in two pieces with a pause between: within its last long character, if it has one. */
  Stream<ScriptStep> torn() {
    int length = bytes.remaining();
    if (length < 2) {
      return Stream.of(this);
    }
    int cut = length / 2;
    for (int i = 1; i < length; i++) {
      boolean within = (bytes.get(bytes.position() + i) & 0xc0) == 0x80;
      cut = within ? i : cut;
    }
    ByteBuffer rest = bytes.slice(bytes.position() + cut, length - cut);
    return Stream.of(
        new ScriptStep(delayNanos, bytes.slice(bytes.position(), cut)),
        new ScriptStep(PAUSE, rest));
  }
}
