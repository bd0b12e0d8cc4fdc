package io.tidegate.upstream;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.Reservation;
import io.tidegate.upstream.reading.ModelName;
import io.tidegate.upstream.reading.NodeError;
import java.util.List;

/** An attempt as the body of its response sees it. Called under the attempt's lock. */
interface AttemptGate {

  /** What was asked. */
  Attempt attempt();

  /** Whether the outcome is told, so that nothing more counts. */
  boolean ended();

  /** What the model is called in the answer. */
  ModelName model();

  /** Memory for what is held back: a plain answer, or what a stream begins with. */
  Reservation memory();

  /** The node works on its answer. */
  void begun();

  /** The answer holds, by these marks, what only the account can read that made it. */
  void encrypted(List<String> marks);

  /** Opens the gate: from here on the answer is the client's, unless it has another writer. */
  void deliver(int code, String contentType);

  /** Passes {@code event} on; behind the open gate only. */
  void emit(byte[] event);

  /**
   * The answer is whole with {@code last}, its last event; behind the open gate only. It is over
   * before anybody sees that event: who has it and leaves has left nothing.
   */
  void complete(byte[] last, Usage usage);

  /** The answer is {@code answer}, for which memory was taken as it came. */
  void completeWhole(byte[] answer, Usage usage);

  /** The node answered with an error of {@code code}, openly or under a 200. */
  void refused(int code, NodeError error);

  /** The node gave up and said so by a finish reason. */
  void gaveUp(String finishReason);

  /** The attempt has failed. */
  void fail(Kind kind, Failure failure);
}
