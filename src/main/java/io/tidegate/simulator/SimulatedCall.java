package io.tidegate.simulator;

/**
 * One call with all that its script depends on.
 *
 * @param request what is asked
 * @param settings the node's settings at its arrival
 * @param identity what its answer repeats
 * @param tempo its delays
 * @param refusals how its errors look
 */
record SimulatedCall(
    CallRequest request,
    SimulatorSettings settings,
    Identity identity,
    Tempo tempo,
    Refusals refusals) {}
