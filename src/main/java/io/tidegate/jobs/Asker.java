package io.tidegate.jobs;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks for whole answers, and never waits for one. Thread-safe. */
public interface Asker {

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
   * @param ended told once, from any thread, how it ended; it must not block
   */
  Asking ask(Call call, Consumer<Whole> ended);
}
