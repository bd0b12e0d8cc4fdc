package io.tidegate.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One timed piece of an answer's body.
 *
 * @param delayNanos the wait after the step before, in nanoseconds
 * @param bytes what is then written, possibly nothing; not to be consumed, since steps may share it
 */
record ScriptStep(long delayNanos, ByteBuffer bytes) {
  static ScriptStep of(long delayNanos, String text) {
    return new ScriptStep(delayNanos, StandardCharsets.UTF_8.encode(text));
  }
}
