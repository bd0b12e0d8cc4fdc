package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.JobStore.Claim;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.jobs.JobStore.Lease;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.store.StoreException;
import io.tidegate.work.TenantShares;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs jobs that messages name: claims, asks, commits what came of it.
 *
 * <p>No transaction is open while a node works. Thread-safe.
 */
final class Worker {

  /** How often a message comes before the broker lays it aside; as the broker's address has it. */
  static final int MAX_DELIVERIES = 10;

  /**
   * When a job whose attempt broke has a turn in any case: the broker delivers its message again
   * long before that, but it may have given it to somebody else meanwhile.
   */
  static final Duration FALLBACK = Duration.ofMinutes(5);

  /**
   * How long a message is held that a stopping server cannot take: without it, one after the other
   * would come and go until all of them had been delivered too often.
   */
  static final Duration LAST_PAUSE = Duration.ofSeconds(3);

  private static final int FIRST_DELIVERY = 1;

  /** How often a turn is looked at that is nobody's. */
  private static final Duration PARKED = Duration.ofMillis(500);

  /**
   * What a worker works with.
   *
   * @param commits where ends are committed
   * @param calls makes the calls
   * @param asker asks them
   * @param watches told of what happens here
   * @param tally counts it
   * @param memory where what is asked and answered is taken from, until that is committed
   */
  record Tools(
      PatientCommits commits,
      JobCalls calls,
      AnswerCollector asker,
      JobRetryPolicy judge,
      JobListeners watches,
      JobThroughput tally,
      MemoryBudget memory) {}

  /**
   * Where a worker works.
   *
   * @param sessions how many jobs run at once; a tenant takes three quarters at most
   * @param name of the server, unlike those of others and of its former lives
   * @param leaseTime how long a claim lasts unless it is renewed
   * @param stopping whether the server stops
   * @param pause waits that long
   */
  record Place(
      int sessions,
      String name,
      Duration leaseTime,
      BooleanSupplier stopping,
      InstantSource wall,
      Consumer<Duration> pause) {}

  private final JobStore store;
  private final Tools tools;
  private final Place place;
  private final Map<String, JobRun> running = new ConcurrentHashMap<>();
  private final TenantShares shares;
  private volatile long lastMessage;
  private String last = "";

  /** Runs jobs of {@code store}. */
  Worker(JobStore store, Tools tools, Place place) {
    this.store = requireNonNull(store, "store");
    this.tools = requireNonNull(tools, "tools");
    this.place = requireNonNull(place, "place");
    this.lastMessage = place.wall().millis();
    this.shares = new TenantShares(place.sessions(), 3);
  }

  /**
   * Takes the turn that a message gave: runs the job {@code id}, or rather that of the tenant whose
   * turn it is, and returns once its attempt has ended and that is committed. As many messages are
   * under way as jobs wait, so that each job has a turn, whoever's message brings it. While only
   * tenants that have their share wait, the turn is kept until somebody comes.
   *
   * @param delivery which delivery of the message this is, from 1
   * @throws RuntimeException if the message is to be delivered again, or laid aside with its last
   *     delivery
   */
  void work(String id, int delivery) {
    lastMessage = place.wall().millis();
    Optional<Claim> claim = turn(id);
    while (claim.isEmpty() && store.waits(place.wall().millis())) {
      place.pause().accept(PARKED);
      claim = turn(id);
    }
    claim.ifPresent(
        taken -> shared(taken, taken.job().id().equals(id) ? delivery : FIRST_DELIVERY));
    lastMessage = place.wall().millis();
  }

  private Optional<Claim> turn(String id) {
    if (place.stopping().getAsBoolean()) {
      place.pause().accept(LAST_PAUSE);
      throw new IllegalStateException("the server stops");
    }
    return taken(id);
  }

  /** One at a time, so that shares hold. */
  private synchronized Optional<Claim> taken(String id) {
    long now = place.wall().millis();
    Lease lease = new Lease(place.name(), now, now + place.leaseTime().toMillis());
    Optional<Claim> claim = store.claimNext(lease, shares.full(), last);
    if (claim.isEmpty() && !store.waits(now)) {
      // By a clock that is behind that of who sent the message, its job is not due yet.
      claim = store.claim(id, lease);
    }
    claim.ifPresent(
        taken -> {
          last = taken.job().tenant().value();
          shares.enter(last);
        });
    return claim;
  }

  private void shared(Claim claim, int delivery) {
    try {
      run(new JobRun(claim), delivery);
    } finally {
      shares.leave(claim.job().tenant().value());
    }
  }

  private void run(JobRun attempt, int delivery) {
    Claim claim = attempt.claim();
    String id = claim.job().id();
    running.put(id, attempt);
    try (Reservation held = tools.memory().open(claim.job().tenant(), Use.WORK)) {
      tools.tally().began(claim.job());
      CollectedAnswer whole = ask(attempt, held);
      Fate fate = tools.judge().judge(claim, whole, attempt.unwanted(), place.wall().millis());
      commit(claim, fate);
    } catch (RuntimeException mistake) {
      giveBack(claim, delivery, mistake);
      throw mistake;
    } finally {
      running.remove(id, attempt);
      tools.watches().ended(attempt);
    }
  }

  private CollectedAnswer ask(JobRun attempt, Reservation held) {
    Claim claim = attempt.claim();
    // Before it is loaded.
    if (!held.take(claim.size())) {
      return new CollectedAnswer(null, Usage.NONE, MemoryBudget.EXHAUSTED);
    }
    CompletableFuture<CollectedAnswer> end = new CompletableFuture<>();
    try {
      JobResult.Body body = store.request(claim.job().id()).orElseThrow(Worker::gone);
      var call = tools.calls().of(claim, body, place.wall().millis());
      attempt.asks(tools.asker().ask(call, held, end::complete));
    } catch (FailureException refused) {
      return new CollectedAnswer(null, Usage.NONE, refused.failure());
    }
    tools.watches().began(attempt);
    return end.join();
  }

  private static FailureException gone() {
    return Failure.of(NOT_FOUND, "The job is no more.").asException();
  }

  private void commit(Claim claim, Fate fate) {
    boolean held =
        fate instanceof Ending ending
            ? tools.commits().end(ending)
            : tools.commits().again((Retry) fate);
    if (held) {
      tools.tally().ended(claim.job(), fate);
    }
  }

  /** Nobody knows what went wrong: the claim must not wait until it runs out. */
  private void giveBack(Claim claim, int delivery, RuntimeException mistake) {
    long now = place.wall().millis();
    try {
      boolean counted = !(mistake instanceof StoreException);
      if (counted && (delivery >= MAX_DELIVERIES || claim.failures() + 1 >= MAX_DELIVERIES)) {
        commit(claim, tools.judge().poisoned(claim, now));
      } else {
        long later = now + FALLBACK.toMillis();
        commit(claim, new Retry(claim.job().id(), claim.epoch(), counted, now, later));
      }
    } catch (RuntimeException second) {
      mistake.addSuppressed(second);
    }
  }

  /** Ends the call of the job {@code id} if it runs here. */
  void cancel(String id) {
    Optional.ofNullable(running.get(id)).ifPresent(JobRun::cancel);
  }

  /** The jobs that run here. */
  Set<String> running() {
    return Set.copyOf(running.keySet());
  }

  /** Whether there was nothing to do since {@code time}, in epoch milliseconds. */
  boolean idleSince(long time) {
    return running.isEmpty() && lastMessage <= time;
  }
}
