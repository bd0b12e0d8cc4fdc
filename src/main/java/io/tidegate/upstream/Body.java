package io.tidegate.upstream;

import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;

/** Takes a response body as it comes and tells its {@link AttemptGate} what it means. */
interface Body {

  /** Takes the next bytes and leaves none. */
  void bytes(ByteBuffer bytes);

  /** Learns that the body is complete. */
  void end();

  /**
   * Completes the attempt if all of the answer is there, though the node did not come to the proper
   * end of its response; called when nothing more is expected of it.
   *
   * @return whether it did
   */
  default boolean settle() {
    return false;
  }

  /**
   * The tokens that are known of what has come so far: those that were told, and one for each piece
   * of an answer.
   */
  default Usage seen() {
    return Usage.NONE;
  }

  /** Learns that nothing has come for long, so that what is there may be all; perhaps repeated. */
  default void pause() {}

  /** Gives back what it holds outside the heap; called once the attempt has ended. */
  default void close() {}
}
