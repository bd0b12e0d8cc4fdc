package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.store.StoreException;
import io.tidegate.webhooks.WebhooksConfig.Endpoint;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Takes due events to their receivers, a bounded number at once, and writes down what became of
 * them.
 *
 * <p>At least once: when a server stops between a receiver's answer and its own commit, or the
 * commit fails, the event is sent again after the lease, under the same id. Thread-safe; never
 * blocks its caller.
 */
final class Courier {

  /**
   * What it works with.
   *
   * @param store the events
   * @param post the way to receivers
   * @param executor on which the store is used
   * @param metrics where attempts are counted
   */
  record Parts(WebhookEventStore store, EventSender post, Executor executor, Metrics metrics) {}

  private static final Logger LOG = System.getLogger(Courier.class.getName());

  private final WebhooksConfig config;
  private final Parts parts;
  private final InstantSource wall;
  private final RandomGenerator random;
  private final InFlightDeliveries crowd;
  private final AtomicBoolean passing = new AtomicBoolean();
  private volatile boolean more;
  private final Complaint away = new Complaint(LOG);
  private volatile boolean stopped;

  Courier(WebhooksConfig config, Parts parts, InstantSource wall, RandomGenerator random) {
    this.config = requireNonNull(config, "config");
    this.parts = requireNonNull(parts, "parts");
    this.wall = requireNonNull(wall, "wall");
    this.random = requireNonNull(random, "random");
    this.crowd = new InFlightDeliveries(config.places());
  }

  /** Shows a 0 for each way to die: whoever watches a counter that begins with 1 sees no growth. */
  void begin() {
    for (Problem problem : Problem.values()) {
      counter("dead", problem.label()).add(0);
    }
  }

  /** Looks for due events, unless it is about to. */
  void tick() {
    look(Integer.MAX_VALUE);
  }

  /**
   * Looks at up to so many pages of due events. Behind those of a receiver that is full, others are
   * found by walking over all of its events: too much to do after each delivery.
   */
  private void look(int pages) {
    if (stopped || !passing.compareAndSet(false, true)) {
      return;
    }
    try {
      parts.executor().execute(() -> pass(pages));
    } catch (RejectedExecutionException stopping) {
      passing.set(false);
    }
  }

  /** Begins nothing more; what it has begun it still settles. */
  void stop() {
    stopped = true;
  }

  private void pass(int pages) {
    try {
      boolean further = true;
      for (int page = 0; further && page < pages && !stopped && crowd.free() > 0; page++) {
        further = takeOff();
      }
      away.settle();
    } catch (StoreException failed) {
      // It is met several times a second until the database is back.
      away.tell("due webhooks could not be read: {0}", failed.reason());
    } finally {
      passing.set(false);
    }
  }

  /** Begins what there is a place for; tells whether it is worth looking again at once. */
  private boolean takeOff() {
    long now = wall.millis();
    int page = config.places().most();
    WebhookEventStore.Full full = crowd.full();
    List<DueEvent> due = parts.store().due(now, page, full);
    List<DueEvent> chosen = due.stream().filter(crowd::enter).toList();
    more = due.size() == page || chosen.size() < due.size() || full.any();
    if (chosen.isEmpty()) {
      return false;
    }
    claim(chosen, now).forEach(this::start);
    return due.size() == page;
  }

  private List<DueEvent> claim(List<DueEvent> chosen, long now) {
    List<DueEvent> claimed = List.of();
    try {
      claimed = parts.store().claim(chosen, now, now + config.schedule().lease());
      return claimed;
    } finally {
      Set<String> ours = new HashSet<>(claimed.stream().map(DueEvent::id).toList());
      chosen.stream().filter(one -> !ours.contains(one.id())).forEach(crowd::leave);
    }
  }

  /** Whatever is wrong with one, it takes neither its place nor the others' turn with it. */
  private void start(DueEvent delivery) {
    CompletionStage<DeliveryOutcome> sent;
    try {
      sent = send(delivery);
    } catch (RuntimeException | Error mistake) {
      sent = CompletableFuture.failedStage(mistake);
    }
    var unused = sent.whenComplete((reply, mistake) -> ended(delivery, reply, mistake));
  }

  private CompletionStage<DeliveryOutcome> send(DueEvent delivery) {
    WebhookEvent event = delivery.event();
    if (delivery.attempts() > config.schedule().attempts()) {
      return failed(Problem.INTERRUPTED);
    }
    Endpoint endpoint = config.endpoints().get(event.tenant());
    if (endpoint == null) {
      return failed(Problem.NO_SECRET);
    }
    try {
      ReceiverUrl target = config.rules().check(event.url());
      return parts.post().send(SignedEvent.of(event, target, endpoint.secrets(), wall.millis()));
    } catch (IllegalArgumentException broken) {
      return failed(Problem.URL_REFUSED);
    }
  }

  private static CompletionStage<DeliveryOutcome> failed(Problem problem) {
    return CompletableFuture.completedStage(DeliveryOutcome.without(problem));
  }

  private void ended(DueEvent delivery, DeliveryOutcome reply, Throwable mistake) {
    if (mistake != null) {
      LOG.log(Level.ERROR, "a webhook was not sent", mistake);
    }
    DeliveryOutcome known = reply == null ? DeliveryOutcome.without(Problem.UNREACHABLE) : reply;
    try {
      parts.executor().execute(() -> settle(delivery, known));
    } catch (RejectedExecutionException stopping) {
      crowd.leave(delivery);
    }
  }

  private void settle(DueEvent delivery, DeliveryOutcome reply) {
    DeliveryRecord settlement = settlement(delivery, reply);
    try {
      if (parts.store().settle(delivery, settlement)) {
        count(settlement);
      }
    } catch (StoreException failed) {
      LOG.log(Level.WARNING, "what became of a webhook was not stored: {0}", failed.reason());
    } finally {
      crowd.leave(delivery);
    }
    if (more) {
      look(1);
    }
  }

  private DeliveryRecord settlement(DueEvent delivery, DeliveryOutcome reply) {
    long now = wall.millis();
    Problem problem = reply.problem();
    if (problem == null) {
      return new DeliveryRecord(WebhookEventState.DELIVERED, reply.status(), null, now);
    }
    RetrySchedule schedule = config.schedule();
    boolean last = problem.counts() && delivery.attempts() >= schedule.attempts();
    if (problem.hopeless() || last) {
      return new DeliveryRecord(WebhookEventState.DEAD, reply.status(), problem, now);
    }
    // The receiver asked for no pause by what it was not sent.
    int made = problem.counts() ? delivery.attempts() : 1;
    long pause = schedule.pause(made, reply.retryAfter(), random);
    return new DeliveryRecord(WebhookEventState.PENDING, reply.status(), problem, now + pause);
  }

  private void count(DeliveryRecord settlement) {
    String outcome =
        switch (settlement.state()) {
          case PENDING -> "failed";
          case DELIVERED -> "delivered";
          case DEAD -> "dead";
        };
    String reason = settlement.problem() == null ? "none" : settlement.problem().label();
    counter(outcome, reason).increment();
  }

  private Metrics.Counter counter(String outcome, String reason) {
    return parts.metrics().counter(Metric.WEBHOOKS, outcome, reason);
  }
}
