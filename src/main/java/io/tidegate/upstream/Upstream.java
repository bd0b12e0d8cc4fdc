package io.tidegate.upstream;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The way to the nodes. */
public interface Upstream {

  /** An attempt under way. */
  interface Running {
    /** Ends the attempt now and closes its connection; does nothing after its end. */
    void cancel(Failure why);
  }

  /**
   * Starts an attempt; never throws.
   *
   * <p>Nothing is written to the attempt's answer before the node has delivered content. From then
   * on this side is its writer and ends it, too.
   *
   * @param ended told once how the attempt ended, on any thread, perhaps before this returns
   */
  Running start(Attempt attempt, Consumer<Outcome> ended);

  /** Asks a node for its models, which also shows whether it is there; fails when it is not. */
  CompletionStage<Probe> probe(Target target);
}
