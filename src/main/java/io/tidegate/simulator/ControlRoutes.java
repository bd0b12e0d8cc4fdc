package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The routes by which a node is watched and switched from outside. */
final class ControlRoutes {
  private final Controls controls;
  private final Traffic traffic;

  ControlRoutes(Controls controls, Traffic traffic) {
    this.controls = controls;
    this.traffic = traffic;
  }

  Script stats() {
    SimulatorStats stats = traffic.stats();
    return Script.of(
        SimulatorJson.object()
            .put("started", stats.started())
            .put("completed", stats.completed())
            .put("refused", stats.refused())
            .put("aborted", stats.aborted())
            .put("inFlight", stats.inFlight())
            .put("queued", stats.queued()));
  }

  Script fault() {
    return Script.of(SimulatorJson.object().put("fault", controls.fault().name()));
  }

  Script changeFault(ObjectNode body) {
    String name = body == null ? "" : body.path("fault").asText("");
    Optional<Fault> fault =
        Arrays.stream(Fault.values()).filter(value -> value.name().equals(name)).findFirst();
    if (fault.isEmpty()) {
      return Refusals.OPENAI.badRequest(
          "fault must be one of " + Arrays.toString(Fault.values()) + ", but is '" + name + "'");
    }
    controls.fault(fault.get());
    return fault();
  }

  Script settings() {
    SimulatorSettings settings = controls.settings();
    ObjectNode json = SimulatorJson.object();
    for (SimulatorSetting setting : SimulatorSetting.values()) {
      json.set(setting.field(), SimulatorJson.scalar(setting.value(settings)));
    }
    return Script.of(json);
  }

  Script waiting() {
    return Script.of(SimulatorJson.object().put("waiting", controls.waiting()));
  }

  Script changeWaiting(ObjectNode body) {
    int waiting = body == null ? -1 : body.path("waiting").asInt(-1);
    if (waiting < 0) {
      return Refusals.OPENAI.badRequest("waiting must be a whole number, 0 or more");
    }
    controls.waiting(waiting);
    return waiting();
  }

  /** Changes all the named settings, or none of them if one is wrong. */
  Script changeSettings(ObjectNode changes) {
    if (changes == null) {
      return Refusals.OPENAI.badRequest("the body must be a JSON object");
    }
    try {
      controls.settings(changed(controls.settings(), changes));
    } catch (IllegalArgumentException wrong) {
      return Refusals.OPENAI.badRequest(wrong.getMessage());
    }
    return settings();
  }

  private static SimulatorSettings changed(SimulatorSettings settings, ObjectNode changes) {
    SimulatorSettings changed = settings;
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String field = change.getKey();
      SimulatorSetting setting =
          SimulatorSetting.named(field)
              .orElseThrow(() -> new IllegalArgumentException("no such setting: " + field));
      changed = setting.change(changed, change.getValue().asText());
    }
    return changed;
  }
}
