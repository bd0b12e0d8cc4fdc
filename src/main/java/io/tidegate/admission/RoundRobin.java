package io.tidegate.admission;

import io.tidegate.exchange.TenantId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flows of one priority, served by turns so that each tenant gets as many tokens.
 *
 * <p>Deficit round robin (M. Shreedhar, G. Varghese, "Efficient Fair Queuing using Deficit Round
 * Robin", SIGCOMM 1995): each lap credits every flow with a quantum, and a call is served once its
 * flow's credit covers it. Laps that would serve nobody are taken at once, and none is taken before
 * a call has really been given a place. Guarded by the lane's lock.
 */
final class RoundRobin {

  /** The order of the map is the order of the turns. */
  private final Map<TenantId, Flow> flows = new LinkedHashMap<>();

  private int size;

  void add(Waiting waiting) {
    flows.computeIfAbsent(waiting.tenant(), tenant -> new Flow()).add(waiting);
    size++;
  }

  void remove(Waiting waiting) {
    Flow flow = flows.get(waiting.tenant());
    flow.remove(waiting);
    size--;
    if (flow.isEmpty()) {
      flows.remove(waiting.tenant());
    }
  }

  int size() {
    return size;
  }

  Collection<Flow> flows() {
    return flows.values();
  }

  /**
   * The place in the order of service that a new call of {@code tenant} gets, from 1: not behind
   * the whole queue, if the tenant has less waiting than others.
   */
  long position(TenantId tenant) {
    Flow own = flows.get(tenant);
    long turns = 1L + (own == null ? 0 : own.size());
    long tenants = flows.size() + (own == null ? 1L : 0);
    return Math.min(size + 1L, turns * tenants);
  }

  /** What {@code tenant} has waiting, in tokens. */
  long tokens(TenantId tenant) {
    Flow own = flows.get(tenant);
    return own == null ? 0 : own.tokens();
  }

  /** The flow with most tokens waiting, or null. */
  Flow longest() {
    Flow longest = null;
    for (Flow flow : flows.values()) {
      longest = longest == null || flow.tokens() > longest.tokens() ? flow : longest;
    }
    return longest;
  }

  /** The flow whose turn it is, or null. */
  Flow next(long now, double lifoFrom) {
    Flow next = null;
    long fewest = Long.MAX_VALUE;
    for (Flow flow : flows.values()) {
      long laps = flow.laps(flow.head(now, lifoFrom));
      if (laps < fewest) {
        next = flow;
        fewest = laps;
      }
      if (laps == 0) {
        break;
      }
    }
    return next;
  }

  /** Takes {@code head}, the next of {@code flow}, and the laps until its turn. */
  void serve(Flow flow, Waiting head, long now, double lifoFrom) {
    long laps = flow.laps(head);
    if (laps > 0) {
      for (Flow each : flows.values()) {
        each.credit(laps, each.head(now, lifoFrom));
      }
    }
    flow.served(head);
    remove(head);
    if (!flow.isEmpty() && flow.laps(flow.head(now, lifoFrom)) > 0) {
      flows.remove(head.tenant());
      flows.put(head.tenant(), flow);
    }
  }
}
