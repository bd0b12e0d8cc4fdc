package io.tidegate.simulator;

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
    Script script = keyed(settings, http).orElseGet(() -> script(operation, http, id, settings));
    if (script.head().status() >= 400) {
      traffic.refuse();
      return Served.uncounted(script);
    }
    return traffic
        .admit(settings.capacity(), settings.queue())
        .map(ticket -> new Served(script, ticket))
        .orElseGet(() -> Served.uncounted(Refusals.tooMany()));
  }

  Script models(HttpCall http) {
    SimulatorSettings settings = controls.settings();
    return keyed(settings, http)
        .orElseGet(
            () ->
                Script.of(
                    SimulatedBodies.models(settings.models(), clock.instant().getEpochSecond())));
  }

  Script balance(HttpCall http) {
    return keyed(controls.settings(), http)
        .orElseGet(
            () -> Script.of(SimulatedBodies.balance(controls.fault() != Fault.BALANCE_EMPTY)));
  }

  private Optional<Script> keyed(SimulatorSettings settings, HttpCall http) {
    boolean wrong = settings.requiredKey() != null && !settings.requiredKey().equals(http.key());
    return wrong ? Optional.of(Refusals.wrongKey(http.key())) : Optional.empty();
  }

  private Script script(
      SimulatedOperation operation, HttpCall http, String id, SimulatorSettings settings) {
    if (http.body() == null) {
      return Refusals.badRequest("the body must be a JSON object");
    }
    CallRequest request = new CallRequest(operation, http.body());
    if (request.complaint() != null) {
      return Refusals.badRequest(request.complaint());
    }
    if (!settings.models().contains(request.model())) {
      return Refusals.unknownModel(request.model());
    }
    Identity identity = new Identity(id, clock.instant().getEpochSecond(), request.model());
    Tempo tempo =
        new Tempo(
            settings,
            random,
            TokenBill.tokens(request.prompt()),
            () -> traffic.load(settings.capacity()));
    SimulatedCall call = new SimulatedCall(request, settings, identity, tempo);
    Fault fault = controls.fault();
    return request.stream() ? StreamScripts.of(call, fault) : PlainScripts.of(call, fault);
  }
}
