package io.tidegate;

import static io.tidegate.exchange.ErrorCode.GATEWAY_STOPPING;
import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Admission;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.routing.RoutedCall;
import io.tidegate.routing.Router;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of a call: from the tenant's request, through admission and routing, to an answer.
 *
 * <p>Thread-safe; never blocks.
 */
public final class Gateway {

  private static final Failure STOPPING =
      Failure.of(GATEWAY_STOPPING, "The gateway is stopping. Try again in a moment.");

  private final Admission admission;
  private final Router router;
  private final Map<Call, RoutedCall> underWay = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean cutOff;

  /** A gateway that lets calls in by {@code admission} and serves them by {@code router}. */
  public Gateway(Admission admission, Router router) {
    this.admission = requireNonNull(admission, "admission");
    this.router = requireNonNull(router, "router");
  }

  /**
   * The answer to {@code call}: a log that fills as the node answers, and that always ends.
   *
   * <p>Whoever is told of the answer reports the call's end by {@link #left}.
   */
  public Answer ask(Call call) {
    Answer answer = new Answer();
    if (stopping) {
      answer.fail(STOPPING);
    } else {
      RoutedCall routed = router.route(call, answer);
      underWay.put(call, routed);
      if (!routed.gone()) {
        admission.enter(routed);
      }
      if (cutOff) {
        routed.cancel(STOPPING);
      }
    }
    return answer;
  }

  /** Learns that the client of {@code call} has its answer, or is gone. */
  public void left(Call call) {
    underWay.remove(call);
  }

  /** The calls that have been asked and not left. */
  public int inFlight() {
    return underWay.size();
  }

  /** Refuses new calls from now on, or takes them again. */
  public void refuse(boolean refuse) {
    cutOff &= refuse;
    stopping = refuse;
  }

  /** Whether new calls are refused. */
  public boolean stopping() {
    return stopping;
  }

  /** Ends the calls still under way; each client is told. */
  public void cutOff() {
    cutOff = true;
    underWay.values().forEach(call -> call.cancel(STOPPING));
  }
}
