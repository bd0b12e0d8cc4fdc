package io.tidegate.jobs;

import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.store.Lease;
import io.tidegate.store.Posting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * All that matters to jobs at one moment: the store, the broker, a relay and two workers between
 * their steps. It is copied for each step that could be next.
 */
final class JobWorld {

  /** Where a worker is in its work. */
  enum Phase {
    IDLE,
    TOOK,
    CLAIMED,
    ASKED,
    JUDGED,
    DONE
  }

  /**
   * What a worker has in hand.
   *
   * @param message the message, or null
   * @param acked whether the broker has forgotten it, or given it to others again
   * @param lost whether the lease of its claim ran out
   */
  record Hand(
      Phase phase, String message, boolean acked, ClaimedJob claim, boolean lost, Fate fate) {

    static final Hand EMPTY = new Hand(Phase.IDLE, null, false, null, false, null);

    boolean runs(String id) {
      return claim != null && claim.job().id().equals(id) && phase != Phase.DONE;
    }

    Hand next(Phase next) {
      return new Hand(next, message, acked, claim, lost, fate);
    }

    @Override
    public String toString() {
      String of = claim == null ? "" : claim.job().id() + claim.epoch() + "/" + claim.failures();
      String what = fate instanceof Ending end ? end.state().name() : String.valueOf(retry());
      return phase + "," + message + "," + acked + "," + of + "," + lost + "," + what;
    }

    private Boolean retry() {
      return fate instanceof Retry retry ? retry.counted() : null;
    }
  }

  /** How often what is not the rule may still happen. */
  record Faults(
      int crashes, int disconnects, int sweeps, int cancels, int expiries, int repeats, int busy) {}

  final FakeJobs store;
  final List<String> queue;
  final TreeSet<String> known;
  final List<Posting> carried;
  final Hand[] hands;

  /** How many of {@link #carried} the broker has. */
  int published;

  /** Calls begun, less the reasons for which a job is called again. */
  int excess;

  Faults faults;

  JobWorld(FakeJobs store, Faults faults) {
    this.store = store;
    this.faults = faults;
    this.queue = new ArrayList<>();
    this.known = new TreeSet<>();
    this.carried = new ArrayList<>();
    this.hands = new Hand[] {Hand.EMPTY, Hand.EMPTY};
  }

  JobWorld copy() {
    JobWorld copy = new JobWorld(store.copy(), faults);
    copy.queue.addAll(queue);
    copy.known.addAll(known);
    copy.carried.addAll(carried);
    copy.hands[0] = hands[0];
    copy.hands[1] = hands[1];
    copy.published = published;
    copy.excess = excess;
    return copy;
  }

  /** What tells this world from others; which of the workers does what is all the same. */
  String key() {
    List<String> workers = new ArrayList<>(List.of(hands[0].toString(), hands[1].toString()));
    workers.sort(null);
    List<String> messages = new ArrayList<>(queue);
    messages.sort(null);
    StringBuilder key = new StringBuilder(300);
    for (FakeRow row : store.rows.values()) {
      Job job = row.job();
      key.append(job.state()).append(job.attempts()).append(',').append(row.failures());
      key.append(',').append(row.version()).append(',').append(row.epoch()).append(row.unwanted());
      key.append(store.results.getOrDefault(job.id(), List.of()).size()).append(';');
    }
    store.events.forEach(event -> key.append(event.type()).append(event.subject()));
    store.outbox.forEach(posting -> key.append(posting.dedup()).append(' '));
    carried.forEach(posting -> key.append('>').append(posting.dedup()));
    return key.append(published)
        .append(workers)
        .append(messages)
        .append(known)
        .append(store.unwritten())
        .append(excess)
        .append(faults)
        .toString();
  }

  /** The first of our laws that does not hold here, or null. */
  String broken() {
    for (FakeRow row : store.rows.values()) {
      String id = row.job().id();
      long owners = List.of(hands).stream().filter(hand -> hand.runs(id) && !hand.lost()).count();
      if (owners > 1) {
        return "two workers run " + id + " under living leases";
      }
      if (owners == 1 && row.job().state() != JobState.RUNNING) {
        return id + " is taken from a worker whose lease lives";
      }
      if (store.results.getOrDefault(id, List.of()).size() > 1) {
        return "the answer to " + id + " is kept twice";
      }
      if (store.events.stream().filter(event -> event.subject().equals(id)).count() > 1) {
        return "the end of " + id + " is told twice";
      }
    }
    if (queued() > turns()) {
      return "a job is queued, and no message will come";
    }
    return excess > store.rows.size() ? "a job was asked more often than it was lost" : null;
  }

  private long queued() {
    return store.rows.values().stream().filter(row -> row.job().state() == JobState.QUEUED).count();
  }

  /** How many messages there are that a worker will act upon, each by taking up one job. */
  private long turns() {
    return queue.size()
        + store.outbox.stream().filter(posting -> !known.contains(posting.dedup())).count()
        + store.unwritten().size()
        + List.of(hands).stream().filter(hand -> hand.phase() == Phase.TOOK).count();
  }

  /** Why this world must not be the last, or null. */
  String unfinished() {
    boolean idle = Objects.equals(hands[0], Hand.EMPTY) && Objects.equals(hands[1], Hand.EMPTY);
    if (!idle || !queue.isEmpty() || !store.outbox.isEmpty()) {
      return "somebody waits for ever";
    }
    for (FakeRow row : store.rows.values()) {
      String id = row.job().id();
      if (!row.job().state().isFinal()) {
        return id + " never ends";
      }
      if (store.events.stream().noneMatch(event -> event.subject().equals(id))) {
        return "the end of " + id + " is not told";
      }
      boolean answered = store.results.containsKey(id);
      if (answered != (row.job().state() == JobState.COMPLETED)) {
        return "the state of " + id + " does not fit its answer";
      }
    }
    return null;
  }

  static String id(String message) {
    return message.substring(0, message.indexOf(':'));
  }

  static Lease lease(int worker) {
    return new Lease("worker" + worker, 0, JobSteps.LEASE);
  }
}
