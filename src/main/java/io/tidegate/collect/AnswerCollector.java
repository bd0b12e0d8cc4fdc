package io.tidegate.collect;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.memory.Reservation;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks for whole answers, and never waits for one. Thread-safe. */
public interface AnswerCollector {

  /** A call that was asked. */
  interface Asking {

    /** Leaves the call: unless its end was told already, it is told as {@code CLIENT_CLOSED}. */
    void cancel();

    /** The answer from its start as it comes in, or nothing when too much of it has come. */
    Optional<AnswerReader> follow();
  }

  /**
   * Asks {@code call}.
   *
   * @param held where what is answered is taken from: its owner closes it once the answer is where
   *     it is to be kept. Where nothing is left, the call fails by {@link
   *     io.tidegate.exchange.ErrorCode#SERVER_MEMORY}
   * @param ended told once, from any thread, how it ended; it must not block
   */
  Asking ask(Call call, Reservation held, Consumer<CollectedAnswer> ended);
}
