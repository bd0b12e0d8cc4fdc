package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.store.Lease;
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
  record Parts(
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
  record Setup(
      int sessions,
      String name,
      Duration leaseTime,
      BooleanSupplier stopping,
      InstantSource wall,
      Consumer<Duration> pause) {}

  private final JobStore store;
  private final Parts parts;
  private final Setup setup;
  private final Map<String, JobRun> running = new ConcurrentHashMap<>();
  private final TenantShares shares;
  private volatile long lastMessage;
  private String last = "";

  /** Runs jobs of {@code store}. */
  Worker(JobStore store, Parts parts, Setup setup) {
    this.store = requireNonNull(store, "store");
    this.parts = requireNonNull(parts, "parts");
    this.setup = requireNonNull(setup, "setup");
    this.lastMessage = setup.wall().millis();
    this.shares = new TenantShares(setup.sessions(), 3);
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
    lastMessage = setup.wall().millis();
    Optional<ClaimedJob> claim = turn(id);
    while (claim.isEmpty() && store.waits(setup.wall().millis())) {
      setup.pause().accept(PARKED);
      claim = turn(id);
    }
    claim.ifPresent(
        taken -> shared(taken, taken.job().id().equals(id) ? delivery : FIRST_DELIVERY));
    lastMessage = setup.wall().millis();
  }

  private Optional<ClaimedJob> turn(String id) {
    if (setup.stopping().getAsBoolean()) {
      setup.pause().accept(LAST_PAUSE);
      throw new IllegalStateException("the server stops");
    }
    return taken(id);
  }

  /** One at a time, so that shares hold. */
  private synchronized Optional<ClaimedJob> taken(String id) {
    long now = setup.wall().millis();
    Lease lease = new Lease(setup.name(), now, now + setup.leaseTime().toMillis());
    Optional<ClaimedJob> claim = store.claimNext(lease, shares.full(), last);
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

  private void shared(ClaimedJob claim, int delivery) {
    try {
      run(new JobRun(claim), delivery);
    } finally {
      shares.leave(claim.job().tenant().value());
    }
  }

  private void run(JobRun attempt, int delivery) {
    ClaimedJob claim = attempt.claim();
    String id = claim.job().id();
    running.put(id, attempt);
    try (Reservation held = parts.memory().open(claim.job().tenant(), Use.WORK)) {
      parts.tally().began(claim.job());
      CollectedAnswer whole = ask(attempt, held);
      Fate fate = parts.judge().judge(claim, whole, attempt.unwanted(), setup.wall().millis());
      commit(claim, fate);
    } catch (RuntimeException mistake) {
      giveBack(claim, delivery, mistake);
      throw mistake;
    } finally {
      running.remove(id, attempt);
      parts.watches().ended(attempt);
    }
  }

  private CollectedAnswer ask(JobRun attempt, Reservation held) {
    ClaimedJob claim = attempt.claim();
    // Before it is loaded.
    if (!held.take(claim.size())) {
      return new CollectedAnswer(null, Usage.NONE, MemoryBudget.EXHAUSTED);
    }
    CompletableFuture<CollectedAnswer> end = new CompletableFuture<>();
    try {
      JobResult.Body body = store.request(claim.job().id()).orElseThrow(Worker::gone);
      var call = parts.calls().of(claim, body, setup.wall().millis());
      attempt.asks(parts.asker().ask(call, held, end::complete));
    } catch (FailureException refused) {
      return new CollectedAnswer(null, Usage.NONE, refused.failure());
    }
    parts.watches().began(attempt);
    return end.join();
  }

  private static FailureException gone() {
    return Failure.of(NOT_FOUND, "The job is no more.").asException();
  }

  private void commit(ClaimedJob claim, Fate fate) {
    boolean held =
        fate instanceof Ending ending
            ? parts.commits().end(ending)
            : parts.commits().again((Retry) fate);
    if (held) {
      parts.tally().ended(claim.job(), fate);
    }
  }

  /** Nobody knows what went wrong: the claim must not wait until it runs out. */
  private void giveBack(ClaimedJob claim, int delivery, RuntimeException mistake) {
    long now = setup.wall().millis();
    try {
      boolean counted = !(mistake instanceof StoreException);
      if (counted && (delivery >= MAX_DELIVERIES || claim.failures() + 1 >= MAX_DELIVERIES)) {
        commit(claim, parts.judge().poisoned(claim, now));
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
