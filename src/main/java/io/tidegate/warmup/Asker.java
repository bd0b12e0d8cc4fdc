package io.tidegate.warmup;

import io.tidegate.exchange.Call;
import java.util.function.Consumer;

/** Asks a question of the gateway, and never waits for the answer. */
interface Asker {

  /**
   * Asks {@code call}.
   *
   * @param ended told once, from any thread, whether a whole answer came
   */
  void ask(Call call, Consumer<Boolean> ended);
}
