package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what becomes of a call: refused, or a script and a place in the books. */
final class CallDesk {
  private final Controls controls;
  private final Traffic traffic;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** The generator is used by many threads at once. */
  CallDesk(Controls controls, Traffic traffic, InstantSource clock, RandomGenerator random) {
    this.controls = controls;
    this.traffic = traffic;
    this.clock = clock;
    this.random = random;
  }

  Served call(SimulatedOperation operation, HttpCall http, String id) {
    SimulatorSettings settings = controls.settings();
    if (!settings.dialects().contains(operation.dialect())) {
      return Served.uncounted(Refusals.noSuchRoute(http.route()));
    }
    boolean anthropic =
        operation.dialect() == SimulatedDialect.MESSAGES && !settings.openAiErrors();
    Arrival arrival =
        new Arrival(
            operation, http, id, settings, anthropic ? Refusals.anthropic(id) : Refusals.OPENAI);
    Script script = keyed(settings, http, arrival.refusals()).orElseGet(() -> script(arrival));
    if (script.head().status() >= 400) {
      traffic.refuse();
      return Served.uncounted(script);
    }
    return traffic
        .admit(settings.capacity(), settings.queue())
        .map(ticket -> new Served(script, ticket))
        .orElseGet(() -> Served.uncounted(arrival.refusals().tooMany()));
  }

  Script models(HttpCall http) {
    SimulatorSettings settings = controls.settings();
    return keyed(settings, http, Refusals.OPENAI)
        .orElseGet(
            () ->
                Script.of(
                    SimulatedBodies.models(settings.models(), clock.instant().getEpochSecond())));
  }

  Script balance(HttpCall http) {
    return keyed(controls.settings(), http, Refusals.OPENAI)
        .orElseGet(
            () -> Script.of(SimulatedBodies.balance(controls.fault() != Fault.BALANCE_EMPTY)));
  }

  private static Optional<Script> keyed(
      SimulatorSettings settings, HttpCall http, Refusals refusals) {
    boolean wrong = settings.requiredKey() != null && !settings.requiredKey().equals(http.key());
    return wrong ? Optional.of(refusals.wrongKey(http.key())) : Optional.empty();
  }

  private Script script(Arrival arrival) {
    String complaint = complaint(arrival);
    if (complaint != null) {
      return arrival.refusals().badRequest(complaint);
    }
    SimulatorSettings settings = arrival.settings();
    CallRequest request = CallRequest.of(arrival.operation(), arrival.http().body());
    if (!settings.models().contains(request.model())) {
      return arrival.refusals().unknownModel(request.model());
    }
    Identity identity =
        new Identity(arrival.id(), clock.instant().getEpochSecond(), request.model());
    Tempo tempo =
        new Tempo(
            settings,
            random,
            TokenBill.tokens(request.billed()),
            () -> traffic.load(settings.capacity()));
    SimulatedCall call = new SimulatedCall(request, settings, identity, tempo, arrival.refusals());
    Fault fault = controls.fault();
    return request.stream() ? StreamScripts.of(call, fault) : PlainScripts.of(call, fault);
  }

  /** What is wrong with the body, or {@code null} if it can be answered. */
  private static String complaint(Arrival arrival) {
    ObjectNode body = arrival.http().body();
    if (body == null) {
      return "the body must be a JSON object";
    }
    boolean thinks = arrival.settings().reasoning();
    return switch (arrival.operation()) {
      case CHAT, COMPLETION, EMBEDDING -> CallRequest.of(arrival.operation(), body).complaint();
      case RESPONSE -> new ResponsesRules(body).complaint();
      case MESSAGE -> new MessagesRules(body, thinks).complaint();
      case COUNT_TOKENS -> new MessagesRules(body, thinks).countingComplaint();
    };
  }

  /**
   * A call as it came.
   *
   * @param operation what is asked for
   * @param http the request
   * @param id its id
   * @param settings the node's settings at its arrival
   * @param refusals how its errors look
   */
  private record Arrival(
      SimulatedOperation operation,
      HttpCall http,
      String id,
      SimulatorSettings settings,
      Refusals refusals) {}
}
