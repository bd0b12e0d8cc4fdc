package io.tidegate.admission;

import io.tidegate.exchange.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/**
 * The flows of one priority, served by turns so that each tenant gets as many tokens.
 *
 * <p>Start-time fair queueing (P. Goyal, H. Vin, H. Cheng, SIGCOMM 1996): whose turn begins first
 * goes first, and what is served puts the flow's next turn off by its cost. Virtual time is where
 * the turn of the last one served began.
 *
 * <p>Whoever asks for less than its share, but for two calls at once now and then, would wait for
 * each second one as if it were at its limit. So a flow may be behind virtual time by a credit, and
 * is served first until that is used up, as with the warp of borrowed virtual time (K. Duda, D.
 * Cheriton, SOSP 1999); it saves no more than that. A flow that is empty is remembered for as long
 * as it has used some of it. Every step takes a time that grows with the logarithm of the number of
 * flows. Guarded by the lane's lock.
 */
final class FairTurns {

  private static final Comparator<Flow> TURN =
      Comparator.comparingLong(Flow::start).thenComparingLong(Flow::number);
  private static final Comparator<Flow> MISSED =
      Comparator.comparingLong(Flow::missed).thenComparing(TURN);
  private static final Comparator<Flow> TOKENS =
      Comparator.comparingLong(Flow::tokens).thenComparingLong(Flow::number);

  /** Of so many calls the mean cost is kept. */
  private static final double MEMORY = 16;

  private final Map<TenantId, Flow> flows = new HashMap<>();
  private final TreeSet<Flow> byTurn = new TreeSet<>(TURN);
  private final TreeSet<Flow> byMissed = new TreeSet<>(MISSED);
  private final TreeSet<Flow> byTokens = new TreeSet<>(TOKENS);
  private final Map<TenantId, Flow> ahead = new HashMap<>();
  private final TreeSet<Entry> aheadByTurn = new TreeSet<>(Comparator.comparing(Entry::flow, TURN));

  private final ControlledDelay delay = new ControlledDelay();

  /** Of tenants that have nothing waiting at this moment, who emptied theirs first is first. */
  private final Map<TenantId, ControlledDelay> standing = new LinkedHashMap<>();

  /** How many flows stand, and what they have waiting. */
  private int standingFlows;

  private int standingSize;

  private final DoubleSupplier burst;
  private long virtual;
  private double meanTokens;
  private long flowsSoFar;
  private int size;

  private record Entry(TenantId tenant, Flow flow) {}

  /** No flows, which may each be served {@code burst} calls at once that they had saved up. */
  FairTurns(DoubleSupplier burst) {
    this.burst = burst;
  }

  void add(Waiting waiting) {
    Flow flow = flows.computeIfAbsent(waiting.tenant(), this::flow);
    change(flow, () -> flow.add(waiting));
    size++;
  }

  void remove(Waiting waiting) {
    Flow flow = flows.get(waiting.tenant());
    change(flow, () -> flow.remove(waiting));
    size--;
    if (flow.isEmpty()) {
      flows.remove(waiting.tenant());
      remember(waiting.tenant(), flow.delay());
      if (flow.start() > earliest()) {
        ahead.put(waiting.tenant(), flow);
        aheadByTurn.add(new Entry(waiting.tenant(), flow));
      }
    }
    if (size == 0) {
      ahead.clear();
      aheadByTurn.clear();
    }
  }

  int size() {
    return size;
  }

  /**
   * The place in the order of service that a new call of {@code tenant} gets, from 1: not behind
   * the whole queue, if the tenant has less waiting than others. Of a flow that stands as many are
   * served before it, also if fewer wait there now: those that come meanwhile have earlier turns.
   */
  long position(TenantId tenant) {
    Flow own = flows.get(tenant);
    boolean counted = own != null && own.delay().stands();
    int mine = own == null ? 0 : own.size();
    long turns = 1L + mine;
    long standing = standingFlows - (counted ? 1L : 0);
    long others = flows.size() - (own == null ? 0L : 1) - standing;
    long ofOthers = (long) size - mine - (standingSize - (counted ? mine : 0));
    return turns + standing * turns + Math.min(others * turns, ofOthers);
  }

  /** The place that a tenant gets who has nothing waiting. */
  long lastPosition() {
    return Math.min(size, flows.size()) + 1L;
  }

  /** How all have to wait. */
  ControlledDelay delay() {
    return delay;
  }

  /**
   * How long a newcomer of {@code tenant} may have to wait, which would do so for {@code wait}, as
   * {@link ControlledDelay#limit}; infinite if it has nothing waiting, nor had too much lately.
   */
  double limit(TenantId tenant, double wait, double target, long rest, long now) {
    Flow own = flows.get(tenant);
    ControlledDelay delay = own == null ? standing.get(tenant) : own.delay();
    if (delay == null) {
      return Double.POSITIVE_INFINITY;
    }
    count(own, -1);
    double limit = delay.limit(wait, target, rest, now);
    count(own, 1);
    return limit;
  }

  /** What {@code tenant} has waiting, in tokens. */
  long tokens(TenantId tenant) {
    Flow own = flows.get(tenant);
    return own == null ? 0 : own.tokens();
  }

  /** The flow with most tokens waiting, or null. */
  Flow longest() {
    return byTokens.isEmpty() ? null : byTokens.last();
  }

  /** The strands of all flows, as they are now. */
  List<Strand> strands() {
    return flows.values().stream().flatMap(flow -> flow.strands().stream()).toList();
  }

  /** The flow whose turn it is, or null. */
  Flow next() {
    return byTurn.isEmpty() ? null : byTurn.first();
  }

  /** A flow with a strand whose try is due, that is not among {@code tried}; or null. */
  Flow due(Collection<Strand> tried) {
    for (Flow flow : byMissed) {
      if (flow.due(tried) != null) {
        return flow;
      }
    }
    return null;
  }

  /** No place was found for {@code strand} of {@code flow} in the {@code number}-th try of all. */
  void missed(Flow flow, Strand strand, long number) {
    change(
        flow,
        () -> {
          flow.passOver(strand, number);
          flow.startFrom(earliest());
        });
  }

  /** Takes {@code waiting} of {@code flow} out, which has a place. */
  void serve(Flow flow, Waiting waiting) {
    virtual = Math.max(virtual, flow.start());
    meanTokens += (waiting.tokens() - meanTokens) / MEMORY;
    change(flow, () -> flow.served(waiting));
    remove(waiting);
    while (!aheadByTurn.isEmpty() && aheadByTurn.first().flow().start() <= earliest()) {
      ahead.remove(aheadByTurn.pollFirst().tenant());
    }
  }

  /** A short queue is empty now and then, and stands all the same. */
  private void remember(TenantId tenant, ControlledDelay delay) {
    if (delay.stands()) {
      standing.put(tenant, delay);
      Iterator<ControlledDelay> eldest = standing.values().iterator();
      while (eldest.hasNext() && eldest.next().outlivedBy(delay)) {
        eldest.remove();
      }
    }
  }

  /** Where the turn of a flow begins that has all of its credit. */
  private long earliest() {
    return virtual - (long) (burst.getAsDouble() * meanTokens);
  }

  private Flow flow(TenantId tenant) {
    Flow known = ahead.remove(tenant);
    if (known != null) {
      aheadByTurn.remove(new Entry(tenant, known));
      standing.remove(tenant);
      known.startFrom(earliest());
      return known;
    }
    ControlledDelay stands = standing.remove(tenant);
    return new Flow(flowsSoFar++, earliest(), stands == null ? new ControlledDelay() : stands);
  }

  /** The orders hold only while nothing that they go by changes under them. */
  private void change(Flow flow, Runnable how) {
    count(flow, -1);
    if (!flow.isEmpty()) {
      byTurn.remove(flow);
      byMissed.remove(flow);
      byTokens.remove(flow);
    }
    how.run();
    if (!flow.isEmpty()) {
      byTurn.add(flow);
      byMissed.add(flow);
      byTokens.add(flow);
    }
    count(flow, 1);
  }

  /** Takes {@code flow}, or null, out of the count of those that stand, or into it. */
  private void count(Flow flow, int sign) {
    if (flow != null && !flow.isEmpty() && flow.delay().stands()) {
      standingFlows += sign;
      standingSize += sign * flow.size();
    }
  }
}
