package io.tidegate.simulator;

/** Finds who answers a request. */
final class Routes {
  private final CallDesk calls;
  private final ControlRoutes control;
  private final EngineGauges gauges;

  Routes(CallDesk calls, ControlRoutes control, EngineGauges gauges) {
    this.calls = calls;
    this.control = control;
    this.gauges = gauges;
  }

  /** The reply to {@code http}, which is known as {@code id} from here on. */
  Served answer(HttpCall http, String id) {
    return switch (http.route()) {
      case "POST /chat/completions" -> calls.call(SimulatedOperation.CHAT, http, id);
      case "POST /completions" -> calls.call(SimulatedOperation.COMPLETION, http, id);
      case "POST /embeddings" -> calls.call(SimulatedOperation.EMBEDDING, http, id);
      case "POST /responses" -> calls.call(SimulatedOperation.RESPONSE, http, id);
      case "POST /messages" -> calls.call(SimulatedOperation.MESSAGE, http, id);
      case "POST /messages/count_tokens" -> calls.call(SimulatedOperation.COUNT_TOKENS, http, id);
      default -> Served.uncounted(other(http));
    };
  }

  private Script other(HttpCall http) {
    return switch (http.route()) {
      case "GET /models" -> calls.models(http);
      case "GET /user/balance" -> calls.balance(http);
      case "GET /metrics" -> gauges.show();
      case "GET /simulator/stats" -> control.stats();
      case "GET /simulator/fault" -> control.fault();
      case "PUT /simulator/fault" -> control.changeFault(http.body());
      case "GET /simulator/settings" -> control.settings();
      case "PUT /simulator/settings" -> control.changeSettings(http.body());
      case "GET /simulator/waiting" -> control.waiting();
      case "PUT /simulator/waiting" -> control.changeWaiting(http.body());
      default -> Refusals.noSuchRoute(http.route());
    };
  }
}
