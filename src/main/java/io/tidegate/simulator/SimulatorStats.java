package io.tidegate.simulator;

/**
 * A consistent snapshot of the calls a simulated node has seen since its start.
 *
 * <p>Conservation law: {@code started == completed + aborted + inFlight + queued}, in every
 * snapshot. Refused calls are counted in {@code refused} alone. Requests for the list of models and
 * for control are not calls.
 *
 * @param started calls that were accepted, that is, were or are to be answered with 200
 * @param completed calls that the node brought to the end of its script; a fault that cuts the
 *     connection is such an end, too
 * @param refused calls answered with an error status: over capacity, wrong key, unknown model,
 *     malformed, or a busy fault
 * @param aborted calls whose client closed the connection (or its sending half) before the answer
 *     was complete, counted as soon as the close is seen; also those cut off by {@link
 *     Simulator#close}
 * @param inFlight calls being answered now, between 0 and the capacity
 * @param queued calls that wait for that in the node's queue
 */
public record SimulatorStats(
    long started, long completed, long refused, long aborted, int inFlight, int queued) {}
