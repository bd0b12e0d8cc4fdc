package io.tidegate.jobs;

import static io.tidegate.jobs.JobState.CANCELLED;
import static io.tidegate.jobs.JobState.FAILED;
import static io.tidegate.jobs.JobState.QUEUED;
import static io.tidegate.jobs.JobState.RUNNING;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Lease;
import io.tidegate.store.Posting;
import io.tidegate.webhooks.WebhookEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Jobs in memory, by the same conditions as in the tables ({@link JobStoreContract} binds the two),
 * to be copied and compared, so that all states can be explored. Its methods are transactions.
 */
class FakeJobs implements JobStore, JobMaintenanceStore {

  private static final Comparator<Job> OLDEST =
      Comparator.comparing((Job job) -> job.times().created()).thenComparing(Job::id);

  final Map<String, FakeRow> rows = new TreeMap<>();
  final Map<String, List<JobResult>> results = new TreeMap<>();
  final List<Posting> outbox = new ArrayList<>();
  final List<WebhookEvent> events = new ArrayList<>();

  /** An exact copy. */
  FakeJobs copy() {
    return copyInto(new FakeJobs());
  }

  final FakeJobs copyInto(FakeJobs copy) {
    copy.rows.putAll(rows);
    results.forEach((id, all) -> copy.results.put(id, new ArrayList<>(all)));
    copy.outbox.addAll(outbox);
    copy.events.addAll(events);
    return copy;
  }

  @Override
  public synchronized List<Added> add(List<Draft> drafts) {
    return drafts.stream().map(this::add).toList();
  }

  private Added add(Draft draft) {
    long now = draft.job().times().created();
    Optional<Added> earlier = FakeTurns.earlier(rows.values(), draft);
    if (earlier.isEmpty()) {
      set(new FakeRow(draft, draft.job(), 0, 0, 0, false, false, null, 0, now));
    }
    return earlier.orElseGet(() -> new Added(draft.job(), false));
  }

  @Override
  public synchronized List<Optional<Added>> marked(List<Draft> drafts) {
    return drafts.stream().map(draft -> FakeTurns.earlier(rows.values(), draft)).toList();
  }

  @Override
  public synchronized Optional<ClaimedJob> claim(String id, Lease lease) {
    return change(
            id,
            row -> row.job().state() == QUEUED && row.job().times().deadline() > lease.now(),
            row -> row.claimed(lease))
        .map(FakeRow::claim);
  }

  @Override
  public synchronized Optional<ClaimedJob> claimNext(Lease lease, Set<String> full, String after) {
    return FakeTurns.next(rows.values(), lease.now(), full, after).flatMap(id -> claim(id, lease));
  }

  @Override
  public synchronized boolean waits(long now) {
    return !FakeTurns.due(rows.values(), now).isEmpty();
  }

  @Override
  public synchronized List<Boolean> finish(List<Ending> endings) {
    return endings.stream().map(this::finish).toList();
  }

  private boolean finish(Ending ending) {
    boolean held =
        change(
                ending.id(),
                row -> held(row, ending.epoch()),
                row -> row.ended(ending.state(), ending.error(), ending.at()))
            .isPresent();
    if (held && ending.result() != null) {
      results.computeIfAbsent(ending.id(), any -> new ArrayList<>()).add(ending.result());
    }
    return held;
  }

  @Override
  public synchronized boolean requeue(Retry retry) {
    return change(
            retry.id(),
            row -> held(row, retry.epoch()),
            row ->
                row.unwanted()
                    ? row.ended(CANCELLED, null, retry.now())
                    : row.queued(retry.counted() ? 1 : 0, retry.dueAt()))
        .isPresent();
  }

  /** Whether a claim of {@code epoch} still holds. */
  boolean held(FakeRow row, long epoch) {
    return row.job().state() == RUNNING && row.epoch() == epoch;
  }

  @Override
  public synchronized Optional<Job> cancel(TenantId tenant, String id, long now) {
    var unused =
        change(
            id,
            row -> row.job().tenant().equals(tenant) && !row.job().state().isFinal(),
            row ->
                row.job().state() == QUEUED
                    ? row.marked().ended(CANCELLED, null, now)
                    : row.marked());
    return Optional.ofNullable(rows.get(id))
        .map(FakeRow::job)
        .filter(job -> job.tenant().equals(tenant));
  }

  @Override
  public synchronized boolean revive(String id, long now) {
    return change(
            id,
            row ->
                row.job().state() == FAILED
                    && row.job().error().code().equals(ErrorCode.ATTEMPTS_EXHAUSTED.code()),
            row -> row.revived(now))
        .isPresent();
  }

  @Override
  public synchronized List<Job> find(Collection<String> ids) {
    return rows.values().stream().map(FakeRow::job).filter(job -> ids.contains(job.id())).toList();
  }

  @Override
  public synchronized Optional<JobResult.Body> request(String id) {
    return Optional.ofNullable(rows.get(id)).map(row -> row.draft().body());
  }

  @Override
  public synchronized Optional<JobResult> result(String id) {
    return results.getOrDefault(id, List.of()).stream().findFirst();
  }

  @Override
  public synchronized long resultSize(String id) {
    return result(id).map(result -> result.body().bytes().length).orElse(0);
  }

  @Override
  public synchronized List<Job> list(Part part) {
    Job after = part.after() == null ? null : rows.get(part.after()).job();
    return jobs(job -> job.tenant().equals(part.tenant())).stream()
        .filter(job -> part.state() == null || job.state() == part.state())
        .filter(job -> after == null || OLDEST.compare(job, after) < 0)
        .sorted(OLDEST.reversed())
        .limit(part.limit())
        .toList();
  }

  @Override
  public synchronized long ahead(Job job) {
    Comparator<Job> turn = Comparator.comparing(Job::priority).thenComparing(OLDEST);
    return jobs(other -> other.state() == QUEUED && turn.compare(other, job) < 0).size();
  }

  private List<Job> jobs(Predicate<Job> which) {
    return rows.values().stream().map(FakeRow::job).filter(which).toList();
  }

  @Override
  public synchronized void renew(String runner, Collection<String> ids, long until) {
    for (String id : ids) {
      FakeRow row = rows.get(id);
      if (row.job().state() == RUNNING && row.runner().equals(runner)) {
        rows.put(id, row.until(until));
      }
    }
  }

  @Override
  public synchronized List<String> unwanted(String runner) {
    return rows.values().stream()
        .filter(row -> row.job().state() == RUNNING && row.unwanted())
        .filter(row -> row.runner().equals(runner))
        .map(row -> row.job().id())
        .toList();
  }

  @Override
  public synchronized int sweep(long now, int maxFailures, int portion) {
    return changeAll(
        row -> row.job().state() == RUNNING && row.leaseUntil() <= now,
        portion,
        row -> {
          if (row.unwanted()) {
            return row.ended(CANCELLED, null, now);
          }
          return row.failures() + 1 >= maxFailures
              ? row.ended(FAILED, new Job.Cause(ErrorCode.ATTEMPTS_EXHAUSTED.code(), "lost"), now)
              : row.queued(1, now);
        });
  }

  @Override
  public synchronized int expire(long now, int portion) {
    return changeAll(
        row -> row.job().state() == QUEUED && row.job().times().deadline() <= now,
        portion,
        row -> row.ended(FAILED, new Job.Cause(ErrorCode.DEADLINE_EXCEEDED.code(), "late"), now));
  }

  @Override
  public synchronized int purge(long now, int portion) {
    List<String> old =
        jobs(job -> job.times().expires() > 0 && job.times().expires() <= now).stream()
            .map(Job::id)
            .limit(portion)
            .toList();
    rows.keySet().removeAll(old);
    results.keySet().removeAll(old);
    return old.size();
  }

  @Override
  public synchronized int republish(long before, long now, int portion) {
    return changeAll(
        row -> row.job().state() == QUEUED && row.postedAt() < before,
        portion,
        row -> row.queued(0, now));
  }

  @Override
  public synchronized Counts counts() {
    return new Counts(FakeTurns.queued(rows.values()), jobs(job -> job.state() == RUNNING).size());
  }

  @Override
  public synchronized Map<TenantId, Long> stored() {
    return FakeTurns.stored(rows.values(), results);
  }

  private int changeAll(Predicate<FakeRow> which, int portion, UnaryOperator<FakeRow> change) {
    List<FakeRow> found = rows.values().stream().filter(which).limit(portion).toList();
    found.forEach(row -> set(change.apply(row)));
    return found.size();
  }

  private Optional<FakeRow> change(
      String id, Predicate<FakeRow> condition, UnaryOperator<FakeRow> change) {
    Optional<FakeRow> changed = Optional.ofNullable(rows.get(id)).filter(condition).map(change);
    changed.ifPresent(this::set);
    return changed;
  }

  private void set(FakeRow row) {
    rows.put(row.job().id(), row);
    if (row.job().state() == QUEUED) {
      post(JobMessages.of(row.job(), row.version(), row.postedAt()));
    } else {
      row.event().ifPresent(events::add);
    }
  }

  /** Writes a message into the outbox, in the same transaction. */
  void post(Posting posting) {
    outbox.add(posting);
  }

  /** Messages that should have been written into the outbox; a right store has none. */
  List<Posting> unwritten() {
    return List.of();
  }

  /** Writes {@link #unwritten}. */
  void write() {
    throw new UnsupportedOperationException();
  }
}
