package io.tidegate.jobs;

import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.jobs.JobWorld.Faults;
import io.tidegate.jobs.JobWorld.Hand;
import io.tidegate.jobs.JobWorld.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Everything that can happen next in a {@link JobWorld}: each step of {@link Worker#work} and of
 * the relay, with the decisions of {@link JobRetryPolicy}, and each fault that is still allowed.
 */
final class JobSteps {

  static final long LEASE = 10;

  private static final long NEVER = 1_000_000;
  private static final int MAX_FAILURES = 2;
  private static final List<String> FAULTS =
      List.of("crash", "cut", "early sweep", "cancel", "expiry", "repeat", "busy");

  /** Told of each world that may be next. */
  interface Next {
    void step(String what, JobWorld world);
  }

  private final JobRetryPolicy judge = new JobRetryPolicy(MAX_FAILURES, new Random(1));
  private final boolean ackFirst;

  /** Steps of workers that acknowledge first, which is wrong, or last. */
  JobSteps(boolean ackFirst) {
    this.ackFirst = ackFirst;
  }

  /** What happens by itself sooner or later. */
  void fair(JobWorld world, Next next) {
    relay(world, next);
    for (int worker = 0; worker < world.hands.length; worker++) {
      work(world, worker, next);
    }
    for (FakeRow row : world.store.rows.values()) {
      boolean owned = List.of(world.hands).stream().anyMatch(hand -> owns(hand, row.job().id()));
      if (row.job().state() == JobState.RUNNING && !owned) {
        step(world, next, "sweep", copy -> sweep(copy, row.job().id()));
      }
    }
    if (!world.store.unwritten().isEmpty()) {
      step(world, next, "post", copy -> copy.store.write());
    }
  }

  private void relay(JobWorld world, Next next) {
    if (world.carried.isEmpty() && !world.store.outbox.isEmpty()) {
      step(world, next, "relay reads", copy -> copy.carried.addAll(copy.store.outbox));
    } else if (world.published < world.carried.size()) {
      step(world, next, "relay sends", JobSteps::send);
    } else if (!world.carried.isEmpty()) {
      step(world, next, "relay deletes", JobSteps::delete);
    }
  }

  private static void send(JobWorld world) {
    String message = world.carried.get(world.published++).dedup();
    if (world.known.add(message)) {
      world.queue.add(message);
    }
  }

  private static void delete(JobWorld world) {
    world.store.outbox.removeAll(world.carried);
    world.carried.clear();
    world.published = 0;
  }

  private void work(JobWorld world, int worker, Next next) {
    Hand hand = world.hands[worker];
    switch (hand.phase()) {
      case IDLE ->
          world.queue.stream()
              .distinct()
              .forEach(
                  message ->
                      step(
                          world,
                          next,
                          worker + " takes " + message,
                          copy -> take(copy, worker, message)));
      case TOOK -> claims(world, worker, next);
      case CLAIMED -> step(world, next, worker + " asks", copy -> ask(copy, worker));
      case ASKED -> answers(world, worker, next);
      case JUDGED -> step(world, next, worker + " commits", copy -> commit(copy, worker));
      case DONE -> step(world, next, worker + " acks", copy -> copy.hands[worker] = Hand.EMPTY);
    }
  }

  private void take(JobWorld world, int worker, String message) {
    world.queue.remove(message);
    world.hands[worker] = new Hand(Phase.TOOK, message, ackFirst, null, false, null);
  }

  /** A message is a turn: for whichever job, or for none if none waits. */
  private static void claims(JobWorld world, int worker, Next next) {
    List<String> queued =
        world.store.rows.values().stream()
            .filter(row -> row.job().state() == JobState.QUEUED)
            .map(row -> row.job().id())
            .toList();
    for (String id : queued) {
      step(world, next, worker + " claims " + id, copy -> claim(copy, worker, id));
    }
    if (queued.isEmpty()) {
      String named = JobWorld.id(world.hands[worker].message());
      step(world, next, worker + " claims nothing", copy -> claim(copy, worker, named));
    }
  }

  private static void claim(JobWorld world, int worker, String id) {
    Hand hand = world.hands[worker];
    Optional<ClaimedJob> claim = world.store.claim(id, JobWorld.lease(worker));
    world.hands[worker] =
        claim
            .map(held -> new Hand(Phase.CLAIMED, hand.message(), hand.acked(), held, false, null))
            .orElse(hand.next(Phase.DONE));
  }

  private static void ask(JobWorld world, int worker) {
    world.excess++;
    world.hands[worker] = world.hands[worker].next(Phase.ASKED);
  }

  private void answers(JobWorld world, int worker, Next next) {
    answer(world, worker, next, new CollectedAnswer(JobSamples.RESULT, Usage.NONE, null));
    answer(world, worker, next, failure(ErrorCode.UPSTREAM_FAILED));
    answer(world, worker, next, failure(ErrorCode.INVALID_VALUE));
    if (world.faults.busy() > 0) {
      answer(world, worker, next, failure(ErrorCode.GATEWAY_OVERLOADED));
    }
  }

  private void answer(JobWorld world, int worker, Next next, CollectedAnswer whole) {
    Hand hand = world.hands[worker];
    boolean busy =
        whole.failure() != null && whole.failure().code() == ErrorCode.GATEWAY_OVERLOADED;
    String what =
        worker + (whole.failure() == null ? " is answered" : " fails: " + whole.failure().code());
    // It may have seen that nobody wants the answer, or not yet.
    boolean marked = world.store.rows.get(hand.claim().job().id()).unwanted();
    for (boolean unwanted : marked ? new boolean[] {false, true} : new boolean[] {false}) {
      step(
          world,
          next,
          what,
          copy -> {
            copy.hands[worker] =
                new Hand(
                    Phase.JUDGED,
                    hand.message(),
                    hand.acked(),
                    hand.claim(),
                    hand.lost(),
                    judge.judge(hand.claim(), whole, unwanted, 0));
            copy.faults = busy ? used(copy.faults, 6) : copy.faults;
          });
    }
  }

  private static void commit(JobWorld world, int worker) {
    Hand hand = world.hands[worker];
    if (hand.fate() instanceof Ending ending) {
      world.store.finish(List.of(ending));
    } else if (world.store.requeue((Retry) hand.fate())) {
      world.excess--;
    }
    world.hands[worker] = hand.next(Phase.DONE);
  }

  private static void sweep(JobWorld world, String id) {
    world.store.rows.replaceAll((any, row) -> any.equals(id) ? row.until(LEASE) : row.until(NEVER));
    world.excess -= world.store.sweep(LEASE, MAX_FAILURES, 1);
    for (int worker = 0; worker < world.hands.length; worker++) {
      Hand hand = world.hands[worker];
      if (hand.runs(id)) {
        world.hands[worker] =
            new Hand(hand.phase(), hand.message(), hand.acked(), hand.claim(), true, hand.fate());
      }
    }
  }

  /** What may go wrong, or comes from outside. */
  void faults(JobWorld world, Next next) {
    Faults left = world.faults;
    for (int at = 0; at < world.hands.length; at++) {
      int worker = at;
      Hand hand = world.hands[worker];
      boolean busy = hand.phase() != Phase.IDLE;
      fault(world, next, busy ? left.crashes() : 0, 0, copy -> crash(copy, worker));
      fault(
          world,
          next,
          busy && !hand.acked() ? left.disconnects() : 0,
          1,
          copy -> cut(copy, worker));
    }
    int relay = world.carried.isEmpty() ? 0 : left.crashes();
    fault(world, next, relay, 0, JobSteps::relayCrash);
    int writer = world.store.unwritten().isEmpty() ? 0 : left.crashes();
    fault(world, next, writer, 0, copy -> copy.store.unwritten().clear());
    for (FakeRow row : world.store.rows.values()) {
      String id = row.job().id();
      boolean runs = row.job().state() == JobState.RUNNING;
      boolean waits = row.job().state() == JobState.QUEUED;
      fault(world, next, runs ? left.sweeps() : 0, 2, copy -> sweep(copy, id));
      fault(
          world,
          next,
          runs || waits ? left.cancels() : 0,
          3,
          copy -> copy.store.cancel(JobSamples.TENANT, id, 0));
    }
    fault(world, next, left.expiries(), 4, copy -> copy.store.expire(NEVER, 1));
    fault(world, next, left.repeats(), 5, copy -> copy.store.republish(NEVER, 0, 1));
  }

  /** The server dies; the broker gives its message to others. */
  private static void crash(JobWorld world, int worker) {
    cut(world, worker);
    world.hands[worker] = Hand.EMPTY;
  }

  /** The broker loses sight of a worker that goes on. */
  private static void cut(JobWorld world, int worker) {
    Hand hand = world.hands[worker];
    if (!hand.acked()) {
      world.queue.add(hand.message());
      world.hands[worker] =
          new Hand(hand.phase(), hand.message(), true, hand.claim(), hand.lost(), hand.fate());
    }
  }

  private static void relayCrash(JobWorld world) {
    world.carried.clear();
    world.published = 0;
  }

  private static boolean owns(Hand hand, String id) {
    return hand.runs(id) && !hand.lost();
  }

  private static void fault(
      JobWorld world, Next next, int left, int kind, Consumer<JobWorld> change) {
    if (left > 0) {
      step(
          world,
          next,
          FAULTS.get(kind),
          copy -> {
            copy.faults = used(copy.faults, kind);
            change.accept(copy);
          });
    }
  }

  private static Faults used(Faults faults, int kind) {
    int[] left = {
      faults.crashes(),
      faults.disconnects(),
      faults.sweeps(),
      faults.cancels(),
      faults.expiries(),
      faults.repeats(),
      faults.busy()
    };
    left[kind]--;
    return new Faults(left[0], left[1], left[2], left[3], left[4], left[5], left[6]);
  }

  private static void step(JobWorld world, Next next, String what, Consumer<JobWorld> change) {
    JobWorld copy = world.copy();
    change.accept(copy);
    next.step(what, copy);
  }

  private static CollectedAnswer failure(ErrorCode code) {
    return new CollectedAnswer(null, Usage.NONE, Failure.of(code, "no"));
  }
}
