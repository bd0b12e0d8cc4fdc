package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What every object of one answer repeats.
 *
 * @param id the answer's id
 * @param created when it was made, in seconds since the epoch
 * @param model the model as the caller named it
 */
record Identity(String id, long created, String model) {
  ObjectNode json(String object) {
    return SimulatorJson.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model)
        .put("system_fingerprint", "fp_simulator");
  }
}
