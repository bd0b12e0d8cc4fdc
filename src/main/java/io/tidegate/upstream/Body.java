package io.tidegate.upstream;

import java.nio.ByteBuffer;

/** Takes a response body as it comes and tells its {@link AttemptRun} what it means. */
interface Body {

  /** Takes the next bytes and leaves none. */
  void bytes(ByteBuffer bytes);

  /** Learns that the body is complete. */
  void end();
}
