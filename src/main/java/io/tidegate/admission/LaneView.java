package io.tidegate.admission;

import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.List;

/**
 * What there is to see of one lane.
 *
 * @param name the model whose calls wait in it
 * @param waiting how many do
 * @param waitingBytes the size of their bodies
 * @param drainRate how many that had none before get a place per second; 0 while that is not known
 * @param expectedWait how long a call would wait that came now and stood behind all others; zero
 *     while nobody waits or the rate is not known
 * @param margin the share of its patience up to which a call may be predicted to wait, 0.3 to 0.9
 * @param tenants whose calls wait, by the names of the tenants
 */
public record LaneView(
    String name,
    int waiting,
    long waitingBytes,
    double drainRate,
    Duration expectedWait,
    double margin,
    List<TenantWait> tenants) {

  public LaneView {
    tenants = List.copyOf(tenants);
  }

  /**
   * The calls of one tenant that wait.
   *
   * @param waiting how many do
   * @param oldest how long that one has waited that has waited longest
   */
  public record TenantWait(TenantId tenant, int waiting, Duration oldest) {}
}
