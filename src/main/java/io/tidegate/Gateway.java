package io.tidegate;

import static io.tidegate.exchange.ErrorCode.GATEWAY_STOPPING;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.PRIORITY_REFUSED;
import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Admission;
import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.flights.AnswerSource;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Hit;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Request;
import io.tidegate.logging.LogText;
import io.tidegate.quotas.Pass;
import io.tidegate.routing.RoutedCall;
import io.tidegate.routing.Router;
import io.tidegate.switches.Switches;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of a call: from the tenant's request, through the cache, admission and routing, to an
 * answer.
 *
 * <p>Thread-safe; never blocks.
 */
public final class Gateway {

  private static final Failure STOPPING =
      Failure.of(GATEWAY_STOPPING, "The gateway is stopping. Try again in a moment.");

  private static final Failure SHED =
      Failure.of(PRIORITY_REFUSED, "The gateway is in a brownout: this priority is refused.");

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private static final Failure UNROUTED =
      Failure.of(INTERNAL_ERROR, "The gateway failed to handle the call.");
  private static final Logger LOG = System.getLogger(Gateway.class.getName());

  private final AnswerCache cache;
  private final Admission admission;
  private final Router router;
  private final Switches switches;
  private final CallMeter meter;
  private final AnswerSource nodes = new Nodes();
  private final Set<Call> asked = ConcurrentHashMap.newKeySet();
  private final Map<Call, RoutedCall> underWay = new ConcurrentHashMap<>();
  private final Map<Call, Pass> passes = new ConcurrentHashMap<>();
  private volatile boolean leaving;
  private volatile boolean stopping;
  private volatile boolean cutOff;

  /**
   * A gateway that looks into {@code cache}, lets calls in by {@code admission} and serves them by
   * {@code router}.
   */
  public Gateway(AnswerCache cache, Admission admission, Router router) {
    this(cache, admission, router, Switches.off());
  }

  /** The same, which does as {@code switches} say. */
  public Gateway(AnswerCache cache, Admission admission, Router router, Switches switches) {
    this(cache, admission, router, switches, CallMeter.none());
  }

  /** The same, whose calls {@code meter} counts. */
  Gateway(
      AnswerCache cache, Admission admission, Router router, Switches switches, CallMeter meter) {
    this.meter = requireNonNull(meter, "meter");
    this.switches = requireNonNull(switches, "switches");
    this.cache = requireNonNull(cache, "cache");
    this.admission = requireNonNull(admission, "admission");
    this.router = requireNonNull(router, "router");
  }

  /**
   * The answer to {@code call}, which nobody has let in yet as far as quotas go: a log that fills
   * as the node answers, and that always ends.
   *
   * <p>Whoever is told of the answer reports the call's end by {@link #left}.
   */
  public Reply ask(Call call) {
    Pass pass = meter.quotas().enter(call, resolve(call.model()));
    if (pass.refusal() != null) {
      return refused(soon(pass.refusal()));
    }
    if (pass.lends()) {
      passes.put(call, pass);
    }
    return ask(Inquiry.of(call));
  }

  /** As {@link #ask(Call)}, of one who was let in, by what a first look has shown. */
  public Reply ask(Inquiry inquiry) {
    Call call = inquiry.call();
    Failure refusal = stopping ? STOPPING : refusal(call);
    if (refusal != null) {
      return refused(refusal);
    }
    asked.add(call);
    CacheLookup question = inquiry.isLooked() ? inquiry.question() : question(call);
    Reply reply = cache.ask(call, question, nodes);
    if (reply.source() == Reply.Source.HIT
        || (reply.source() == Reply.Source.COLLAPSED && offered(call.model()) != null)) {
      // Two who ask at once for what nobody serves share a refusal: there is no bill of that.
      meter.hit(call, resolve(call.model()));
    }
    return reply;
  }

  private static Reply refused(Failure why) {
    Answer answer = new Answer();
    answer.fail(why);
    return Reply.of(answer, Reply.Source.BYPASS);
  }

  /** Looks whether this server has the answer to {@code call} at hand, in {@code longest} bytes. */
  public Inquiry look(Call call, int longest) {
    CacheLookup question = question(call);
    boolean closed = stopping || switches.refusal(call.tenant()) != null;
    Hit hit = closed ? null : cache.known(question, nodes, longest);
    if (hit != null) {
      meter.hit(call, resolve(call.model()));
    }
    return Inquiry.looked(call, question, hit);
  }

  private CacheLookup question(Call call) {
    return cache.question(call, router.resolve(call.model()));
  }

  /** Learns that the client of {@code call} has its answer, or is gone. */
  public void left(Call call) {
    asked.remove(call);
    Pass pass = passes.isEmpty() ? null : passes.remove(call);
    if (pass != null) {
      pass.close();
    }
    if (!cache.left(call)) {
      over(call);
    }
  }

  private void over(Call call) {
    underWay.remove(call);
    meter.release(call);
  }

  /** Why the operator has {@code call} refused, which was no refusal at the door; null if not. */
  private Failure refusal(Call call) {
    Failure refusal = switches.refusal(call.tenant());
    if (refusal != null) {
      // Jobs and batches come here: they look again, since the operator may take it back before.
      return soon(refusal);
    }
    return switches.state().brownout().sheds(call.terms().priority()) ? SHED : null;
  }

  private static Failure soon(Failure refusal) {
    return refusal.retryAfter().compareTo(LOOK_AGAIN) <= 0
        ? refusal
        : refusal.retryAfter(LOOK_AGAIN);
  }

  /** {@code call} as nodes are to be asked at the moment: for less than the client wants, maybe. */
  public Call served(Call call) {
    Request asked = switches.state().brownout().changed(call.request(), call.operation());
    return asked.change() == null ? call : call.asking(asked);
  }

  /** The names of the switches that are on and may be noticed; empty if there is none. */
  public String switchesTold() {
    return switches.state().told();
  }

  /** The model that serves calls for {@code model}, aliases resolved. */
  public String resolve(String model) {
    return router.resolve(model);
  }

  /** The same, but null for a name of nothing: there may be any number of those. */
  public String offered(String model) {
    return router.offered(model);
  }

  /** The model to which calls for {@code model} go now: itself, or one that takes its place. */
  public String standIn(String model) {
    return router.standIn(model);
  }

  /** Whether nobody waits for what serves {@code model}, and less than that share is taken. */
  public boolean spare(String model, double maxSaturation) {
    String serving = router.standIn(model);
    int waiting = admission.waiting(model) + admission.waiting(serving);
    return waiting == 0 && router.saturation(serving) < maxSaturation;
  }

  /** Whether it is certain that no node serves {@code model}: its calls are refused at once. */
  public boolean refuses(String model) {
    return router.refuses(model);
  }

  /** What calls for {@code model} are told if it is certain that no node serves it. */
  public Optional<Failure> refusal(String model) {
    return router.refuses(model) ? Optional.of(router.unknown(model)) : Optional.empty();
  }

  /** The calls that have been asked and not left. */
  public int inFlight() {
    return asked.size();
  }

  /** The calls for which nodes are asked, and those whose clients have yet to leave. */
  int underWay() {
    return underWay.size();
  }

  /** Refuses new calls from now on, or takes them again. */
  public void refuse(boolean refuse) {
    cutOff &= refuse;
    stopping = refuse;
  }

  /** Lets others know that new calls will be refused soon, or that they will not. */
  public void leave(boolean leave) {
    leaving = leave;
  }

  /** Whether no more calls should be sent here; those that come may still be taken. */
  public boolean leaving() {
    return leaving || stopping;
  }

  /** Whether new calls are refused. */
  public boolean stopping() {
    return stopping;
  }

  /** Ends the calls still under way; each client is told. */
  public void cutOff() {
    cutOff = true;
    cache.cutOff(STOPPING);
    underWay.values().forEach(call -> call.cancel(STOPPING));
  }

  /** What lies behind the cache. */
  private final class Nodes implements AnswerSource {

    @Override
    public void fetch(Call call, Answer answer) {
      try {
        route(call, answer);
      } catch (RuntimeException | Error mistake) {
        // Others may wait for this answer, which has to end.
        LOG.log(Level.ERROR, "a call could not be routed", LogText.thrown(mistake));
        over(call);
        answer.fail(UNROUTED);
      }
    }

    private void route(Call call, Answer answer) {
      Failure excess = meter.reserve(call, router.resolve(call.model()));
      if (excess != null) {
        answer.fail(excess);
        return;
      }
      RoutedCall routed = router.route(call, answer);
      underWay.put(call, routed);
      if (routed.gone()) {
        // Whoever ended it has said so before it was put.
        over(call);
      } else {
        admission.enter(routed);
      }
      if (cutOff) {
        routed.cancel(STOPPING);
      }
    }

    @Override
    public void left(Call call) {
      over(call);
    }
  }
}
