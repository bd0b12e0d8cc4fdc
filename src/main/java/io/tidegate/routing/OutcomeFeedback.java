package io.tidegate.routing;

import io.tidegate.admission.Sample;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.logging.LogText;
import io.tidegate.routing.Charge.Ruling;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Streak;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * What an attempt teaches: the node's health, the limits, the breaker, the account, the speed and
 * the bill each learn from one outcome.
 *
 * <p>Thread-safe.
 */
final class OutcomeFeedback {

  /** A breaker looks back no further. */
  private static final long STALE = Duration.ofSeconds(10).toNanos();

  private static final Logger LOG = System.getLogger(OutcomeFeedback.class.getName());

  private final Pool pool;
  private final Placer placer;
  private final OutlierDetector detector;

  OutcomeFeedback(Pool pool, Placer placer, OutlierDetector detector) {
    this.pool = pool;
    this.placer = placer;
    this.detector = detector;
  }

  void firstContent(AttemptStart start, long nanos, long now) {
    start.work().firstContent(now);
    NodeModel serving = start.place().serving();
    serving.firstContent(start.stream(), start.work().uncached(), nanos, now);
    if (start.place().endProbe()) {
      // It works: how long this one answer takes is no other call's affair, and how it ends says
      // nothing of a breaker that has opened again meanwhile.
      serving.breaker().succeeded(now, true);
    }
  }

  /** Learns from an ended attempt; what the call may be at fault for comes back, else null. */
  Charge ended(AttemptStart start, Outcome outcome, long now) {
    Place place = start.place();
    // A 429 is about the account, wherever it was met.
    boolean ofAccount = outcome.status() == Account.LIMIT_STATUS;
    if (!ofAccount && outcome.refuser() == null) {
      place.serving().limiter().observe(sample(start, outcome, place.modelInFlight()));
    }
    place
        .account()
        .observe(
            outcome,
            place.node().own(place.model()),
            place.target().apiKey(),
            sample(start, outcome, place.accountInFlight()));
    place.permit().close();
    start.work().ended(outcome, now);
    placer.settle(place, outcome.usage(), outcome.delivered(), now);
    if (ofAccount) {
      place.serving().breaker().released(place.probe());
      return null;
    }
    boolean noRoot = start.beta() && outcome.kind() == Kind.UNSUPPORTED;
    if (noRoot || outcome.refuser() != null) {
      // That a node has no beta root, or not this of it, says nothing of all other calls; nor does
      // that it does not take this one.
      place.serving().breaker().released(place.probe());
      return null;
    }
    if (outcome.accuses()) {
      return accuse(place, outcome.kind(), now);
    }
    detector.observe(place.node(), outcome, now);
    judge(place, start.time(), outcome, now);
    return null;
  }

  private static Charge accuse(Place place, Kind kind, long now) {
    NodeModel serving = place.serving();
    serving.streak().accused();
    if (kind == Kind.UNSUPPORTED) {
      serving.offering().denied(now);
      serving.breaker().released(place.probe());
    } else if (place.probe()) {
      // It would be long to wait for others' word; if it was the call the breaker is pardoned.
      serving.breaker().failed(now, true);
    }
    return new Charge(place, kind, now);
  }

  /**
   * Decides about the {@code charges} of a call that ends, or that a node answers.
   *
   * @param model the model that stands for the call now: of others an answer proves nothing
   */
  void settle(String model, List<Charge> charges, Ruling ruling, long now) {
    boolean callsFault = ruling == Ruling.REFUSED || charges.size() > 1;
    for (Charge charge : charges) {
      Streak streak = charge.place().serving().streak();
      if (ruling == Ruling.SERVED && charge.place().model().equals(model)) {
        streak.settled(charge.at());
        proven(charge, now);
      } else if (callsFault || charge.kind() == Kind.UNSUPPORTED) {
        streak.settled(charge.at());
        pardon(charge, now);
      } else {
        streak.unproven(charge.at(), now);
      }
    }
  }

  private void proven(Charge charge, long now) {
    Place place = charge.place();
    NodeModel serving = place.serving();
    if (charge.kind() == Kind.UNSUPPORTED) {
      serving.offering().missed(now);
    } else if (serving.streak().since(charge.at())) {
      detector.failed(place.node(), serving.capability(), charge.at(), now);
      if (!place.probe() && another(place, now)) {
        serving.breaker().failed(now, false);
      }
    } else if (!place.probe() && now - charge.at() < STALE && another(place, now)) {
      serving.breaker().failedBefore(now);
    }
  }

  private static void pardon(Charge charge, long now) {
    if (charge.place().probe() && charge.kind() != Kind.UNSUPPORTED) {
      charge.place().serving().breaker().pardon(now);
    }
  }

  /** Takes calls from a node that fails them so much more often than others; to be asked often. */
  void compare(Node node, NodeModel serving, long now) {
    if (serving.streak().guilty(now) && another(node, serving.capability(), now)) {
      serving.breaker().trip(now, "it fails so much more often than others");
      detector.condemn(node, serving.capability(), now);
    }
  }

  /** A place was given back without an attempt. */
  void unused(Place place, long now) {
    place.permit().close();
    place.serving().breaker().released(place.probe());
    placer.settle(place, Usage.NONE, false, now);
  }

  /**
   * A node leaves attempts without content; whether they should go elsewhere. Never for the last
   * node: waiting is then all one can do.
   */
  boolean stalled(Node node, NodeModel serving, long now) {
    Capability capability = serving.capability();
    if (!another(node, capability, now)) {
      return false;
    }
    if (serving.closed(now)) {
      serving.breaker().trip(now, "no content comes");
      LOG.log(
          Level.WARNING,
          "breaker of {0} at {1} is open: no content comes",
          LogText.of(capability),
          node.name());
    }
    return true;
  }

  private void judge(Place place, long started, Outcome outcome, long now) {
    Breaker breaker = place.serving().breaker();
    switch (outcome.kind()) {
      case COMPLETED -> {
        if (outcome.status() < 400) {
          breaker.succeeded(now, place.probe());
          place.serving().served(started, now);
        } else {
          breaker.released(place.probe());
        }
      }
      case BUSY -> {
        // Its own permit is closed by now.
        int others = place.serving().limiter().inFlight();
        place.serving().respite().busy(started, others, now, outcome.notBefore());
        // Busy with more than one call means that the limit is too high, which it learns by itself.
        if (place.probe() || place.serving().limiter().limit() == 1) {
          bad(place, now);
        }
      }
      case UNREACHABLE -> bad(place, now);
      // A call that ran out of its own time says nothing about the node.
      case TIMED_OUT, FAILED, UNSUPPORTED -> breaker.released(place.probe());
      case CANCELLED -> {
        if (outcome.failure().equals(Hopeless.SILENT)) {
          breaker.failed(now, place.probe());
        } else {
          breaker.released(place.probe());
        }
      }
      case REJECTED -> breaker.released(place.probe());
    }
  }

  private void bad(Place place, long now) {
    if (place.probe() || another(place, now)) {
      place.serving().breaker().failed(now, place.probe());
    }
  }

  private boolean another(Place place, long now) {
    return another(place.node(), place.serving().capability(), now);
  }

  /** Whether a node beside {@code node} can take the calls for {@code capability}. */
  private boolean another(Node node, Capability capability, long now) {
    for (Node other : pool.serving(capability.model())) {
      if (other != node
          && other.usable()
          && placer.paid(other)
          && placer.closed(other, capability, now)) {
        return true;
      }
    }
    return false;
  }

  /** What a limit learns: from times only where it is known how much the node had to compute. */
  private static Sample sample(AttemptStart start, Outcome outcome, int inFlightAtStart) {
    Sample sample = Sample.of(outcome, inFlightAtStart, start.time(), -1, start.stream());
    if (outcome.status() >= 400) {
      return sample.withoutTimes();
    }
    return outcome.usage().cached() < 0 ? sample.withoutFirstContent() : sample;
  }
}
