package io.tidegate.admission;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Turns;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives calls their places upstream: at once, after a bounded wait, or not at all.
 *
 * <p>A call that has to wait is refused on arrival if it would wait for longer than it can; so
 * those who wait are started in time, and the others know at once. Each candidate that entered is
 * started, refused or gone exactly once. Thread-safe; never blocks.
 */
public final class Admission {

  /**
   * How many models have a service time of their own. Where it is not known which models a node
   * serves, any name that a client makes up is a model.
   */
  private static final int MODELS = 1_000;

  private final LaneCommon common;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  private final Map<String, ServiceTime> services = new ConcurrentHashMap<>();

  /** That of all models that came after the first {@link #MODELS}. */
  private final ServiceTime others;

  /** An admission where nobody waits, on the nano clock {@code clock}. */
  public Admission(AdmissionConfig config, LongSupplier clock, Metrics metrics) {
    ByteShares bytes = new ByteShares(config.maxQueueBytes());
    this.common = new LaneCommon(config, clock, metrics, bytes, new Turns.OfThread());
    this.others = new ServiceTime(clock);
    metrics.gauge(Metric.QUEUE_BYTES, common.bytes()::all);
  }

  /** Starts {@code candidate} at once, lets it wait, or refuses it. */
  public void enter(Candidate candidate) {
    place(candidate, false);
  }

  /**
   * Takes in a call again that had a place before: it goes before the others of its tenant, and is
   * not refused for a long or full queue, but does not wait for ever either.
   */
  public void reenter(Candidate candidate) {
    place(candidate, true);
  }

  /** Forgets {@code candidate}, whose client is gone, if it waits. */
  public void leave(Candidate candidate) {
    Lane lane = lanes.get(candidate.lane());
    if (lane != null) {
      lane.leave(candidate);
    }
  }

  /** Learns that an attempt for a call of {@code lane} has begun, waited for or not. */
  public void began(String lane) {
    service(lane).began();
  }

  /**
   * Learns that an attempt which {@link #began} has ended.
   *
   * @param took nanoseconds from its beginning
   * @param served whether it gave a whole answer: only then its time tells how long service takes
   */
  public void ended(String lane, long took, boolean served) {
    service(lane).ended(took, served);
  }

  /** Starts whoever can be started in {@code lane}, where a place may have come free. */
  public void freed(String lane) {
    Lane waiting = lanes.get(lane);
    if (waiting != null) {
      waiting.dispatch();
    }
  }

  /** To be called every 100 ms: ends waits, and starts those for whom time made a place. */
  public void tick() {
    lanes.values().forEach(Lane::relieve);
    for (String name : lanes.keySet()) {
      freed(name);
      lanes.computeIfPresent(name, this::unlessIdle);
    }
  }

  /** For how many nanoseconds {@code call} can wait from {@code now} on; not at all below 1. */
  public long patience(Call call, long now) {
    return common.patience(call, now);
  }

  /** How many calls wait in all lanes. */
  public int waiting() {
    return lanes.values().stream().mapToInt(Lane::waiting).sum();
  }

  /** How many calls wait in {@code lane}. */
  public int waiting(String lane) {
    Lane queue = lanes.get(lane);
    return queue == null ? 0 : queue.waiting();
  }

  /** What the calls of {@code lane} asked for; nothing where none ever came. */
  public LaneDemand demand(String lane) {
    ServiceTime service = services.get(lane);
    Lane known = lanes.get(lane);
    return service == null
        ? LaneDemand.NONE
        : new LaneDemand(
            known == null ? 0 : known.waiting(),
            service.refusals(),
            service.mean() / TimeUnit.SECONDS.toNanos(1));
  }

  /** How long a call would wait that came to {@code lane} now, behind all others. */
  public Duration expectedWait(String lane) {
    Lane waiting = lanes.get(lane);
    return waiting == null ? Duration.ZERO : Duration.ofNanos(waiting.expectedWait());
  }

  /** What there is to see of the lanes where somebody waits or lately did, by name. */
  public List<LaneView> lanes() {
    return lanes.values().stream()
        .map(Lane::view)
        .sorted(Comparator.comparing(LaneView::name))
        .toList();
  }

  private void place(Candidate candidate, boolean retry) {
    if (candidate.gone()) {
      return;
    }
    Lane known = lanes.get(candidate.lane());
    if (known == null || known.isEmpty()) {
      Runnable start = candidate.claim(0);
      if (start != null) {
        Lane.safely(start);
        return;
      }
    }
    boolean placed = false;
    while (!placed) {
      placed = lanes.computeIfAbsent(candidate.lane(), this::open).enter(candidate, retry);
    }
  }

  private ServiceTime service(String lane) {
    ServiceTime known = services.get(lane);
    if (known != null) {
      return known;
    }
    return services.size() < MODELS
        ? services.computeIfAbsent(lane, name -> new ServiceTime(common.clock()))
        : others;
  }

  private Lane open(String name) {
    Lane lane = new Lane(name, common, service(name));
    common.metrics().gauge(Metric.QUEUE_LENGTH, lane::waiting, name);
    return lane;
  }

  private Lane unlessIdle(String name, Lane lane) {
    if (!lane.retire()) {
      return lane;
    }
    common.metrics().remove(Metric.QUEUE_LENGTH, name);
    return null;
  }
}
