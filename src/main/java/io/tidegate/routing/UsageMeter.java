package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Outcome;

/** Hears what each attempt has used at its node. Called by any thread; must not block. */
@FunctionalInterface
public interface UsageMeter {

  /**
   * An attempt has ended.
   *
   * @param call what was asked
   * @param model the model that was asked of the node, as it is called in the pool
   * @param number counts the attempts of the call, from 1
   * @param outcome how it ended, with the tokens that the node reported
   */
  void used(Call call, String model, int number, Outcome outcome);
}
