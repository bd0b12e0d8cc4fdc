package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.ATTEMPTS_EXHAUSTED;
import static io.tidegate.store.JpaStatements.change;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaOutbox;
import io.tidegate.store.Lease;
import io.tidegate.store.StorableText;
import io.tidegate.webhooks.LostWebhookEvents;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs as tables. Thread-safe. */
final class JpaJobs implements JobStore {

  private static final String CLAIM =
      "update job set state = 'RUNNING', epoch = epoch + 1, attempts = attempts + 1,"
          + " runner = :runner, lease_until = :until, started_at = :now"
          + " where id = :id and state = 'QUEUED' and deadline_at > :now";
  private static final String FINISH =
      "update job set state = :state, finished_at = :at, expires_at = :at + retention,"
          + " error_code = :code, error_message = :message, stored_bytes = stored_bytes + :bytes"
          + " where id = :id and state = 'RUNNING' and epoch = :epoch";
  private static final String REQUEUE =
      "update job set state = 'QUEUED', version = version + 1, posted_at = :due,"
          + " failures = failures + :failures where id = :id and state = 'RUNNING'"
          + " and epoch = :epoch and cancel_requested = false";
  private static final String GIVE_UP =
      "update job set state = 'CANCELLED', finished_at = :now,"
          + " expires_at = :now + retention where id = :id and state = 'RUNNING'"
          + " and epoch = :epoch and cancel_requested = true";
  private static final String MARK =
      "update job set cancel_requested = true where id = :id and tenant = :tenant"
          + " and state in ('QUEUED', 'RUNNING')";
  private static final String CANCEL =
      "update job set state = 'CANCELLED', finished_at = :now, expires_at = :now + retention where"
          + " id = :id and tenant = :tenant and state = 'QUEUED'";
  private static final String REVIVE =
      "update job set state = 'QUEUED', version = version + 1, posted_at = :now,"
          + " attempts = 0, failures = 0, finished_at = 0, expires_at = 0,"
          + " error_code = null, error_message = null, failure_told = true,"
          + " deadline_at = :now + span, cancel_requested = false"
          + " where id = :id and state = 'FAILED' and error_code = :exhausted";
  private static final int LONGEST_MESSAGE = 6000;

  /** How many jobs are asked for in one statement: databases bound its parameters. */
  private static final int MOST_FOUND = 500;

  private final JpaDatabase database;
  private final LostWebhookEvents lost;

  /** Jobs in {@code database}. */
  JpaJobs(JpaDatabase database, LostWebhookEvents lost) {
    this.lost = lost;
    this.database = requireNonNull(database, "database");
  }

  @Override
  public List<Added> add(List<Draft> drafts) {
    return database.call(
        manager -> {
          Map<List<String>, JpaJob> marked = JpaJob.marked(manager, keys(drafts));
          return drafts.stream().map(draft -> add(manager, draft, marked)).toList();
        });
  }

  private static Added add(EntityManager manager, Draft draft, Map<List<String>, JpaJob> marked) {
    JpaJob earlier = draft.mark() == null ? null : marked.get(key(draft));
    if (earlier != null) {
      return earlier.repeated(draft.mark());
    }
    JpaJob row = new JpaJob(draft);
    manager.persist(row);
    manager.persist(new JpaJobRequest(draft.job().id(), draft.body()));
    JpaOutbox.put(manager, row.posting());
    if (draft.mark() != null) {
      marked.put(key(draft), row);
    }
    return new Added(draft.job(), false);
  }

  @Override
  public List<Optional<Added>> marked(List<Draft> drafts) {
    return database.call(
        manager -> {
          Map<List<String>, JpaJob> marked = JpaJob.marked(manager, keys(drafts));
          return drafts.stream()
              .map(
                  draft ->
                      Optional.ofNullable(marked.get(key(draft)))
                          .map(there -> there.repeated(draft.mark())))
              .toList();
        });
  }

  private static List<List<String>> keys(List<Draft> drafts) {
    return drafts.stream().filter(draft -> draft.mark() != null).map(JpaJobs::key).toList();
  }

  private static List<String> key(Draft draft) {
    return List.of(draft.job().tenant().value(), draft.mark().key());
  }

  @Override
  public Optional<ClaimedJob> claim(String id, Lease lease) {
    return database.call(
        manager ->
            change(manager, CLAIM, claiming(id, lease)) == 0
                ? Optional.empty()
                : Optional.of(claim(manager, id)));
  }

  @Override
  public Optional<ClaimedJob> claimNext(Lease lease, Set<String> full, String after) {
    return database.call(
        manager ->
            new JpaTurns(manager, lease.now(), full)
                .next(after)
                .filter(id -> change(manager, CLAIM, claiming(id, lease)) == 1)
                .map(id -> claim(manager, id)));
  }

  @Override
  public boolean waits(long now) {
    return database.call(manager -> JpaTurns.waits(manager, now));
  }

  private static Object[] claiming(String id, Lease lease) {
    return new Object[] {
      "runner", lease.runner(), "until", lease.until(), "now", lease.now(), "id", id
    };
  }

  private static ClaimedJob claim(EntityManager manager, String id) {
    return manager.find(JpaJob.class, id).claim(JpaJobRequest.size(manager, id));
  }

  @Override
  public List<Boolean> finish(List<Ending> endings) {
    return telling(
        endings.size(),
        (manager, noticed) -> {
          // All transactions lock rows in the same order, so that none waits for one that waits.
          List<Ending> inOrder = endings.stream().sorted(Ending.ORDER).toList();
          Set<Ending> held = Collections.newSetFromMap(new IdentityHashMap<>());
          for (Ending ending : inOrder) {
            if (finish(manager, ending)) {
              held.add(ending);
            }
          }
          JpaJobEvents.tell(manager, held.stream().map(Ending::id).toList(), noticed);
          return endings.stream().map(held::contains).toList();
        });
  }

  private static boolean finish(EntityManager manager, Ending ending) {
    Job.Cause error = ending.error();
    Object[] values = {
      "state", ending.state().name(),
      "at", ending.at(),
      "code", error == null ? null : error.code(),
      "message", error == null ? null : StorableText.of(error.message(), LONGEST_MESSAGE),
      "bytes", ending.size(),
      "id", ending.id(),
      "epoch", ending.epoch()
    };
    boolean held = change(manager, FINISH, values) == 1;
    if (held && ending.result() != null) {
      manager.persist(new JpaJobResult(ending.id(), ending.result()));
    }
    return held;
  }

  @Override
  public boolean requeue(Retry retry) {
    return telling(
        1,
        (manager, noticed) -> {
          Object[] again = {
            "due", retry.dueAt(),
            "failures", retry.counted() ? 1 : 0,
            "id", retry.id(),
            "epoch", retry.epoch()
          };
          Object[] end = {"now", retry.now(), "id", retry.id(), "epoch", retry.epoch()};
          // No mark is taken from a running job: if one comes after the first, the second sees it.
          boolean changed =
              change(manager, REQUEUE, again) == 1 || change(manager, GIVE_UP, end) == 1;
          return told(manager, retry.id(), changed, noticed);
        });
  }

  @Override
  public Optional<Job> cancel(TenantId tenant, String id, long now) {
    return telling(
        1,
        (manager, noticed) -> {
          // The mark takes the row's lock, so that a queued job is not claimed meanwhile.
          boolean open = change(manager, MARK, "id", id, "tenant", tenant.value()) == 1;
          Object[] values = {"now", now, "id", id, "tenant", tenant.value()};
          boolean ended = open && change(manager, CANCEL, values) == 1;
          var unused = told(manager, id, ended, noticed);
          return Optional.ofNullable(manager.find(JpaJob.class, id))
              .map(JpaJob::job)
              .filter(job -> job.tenant().equals(tenant));
        });
  }

  @Override
  public boolean revive(String id, long now) {
    return database.call(
        manager -> {
          Object[] values = {"now", now, "id", id, "exhausted", ATTEMPTS_EXHAUSTED.code()};
          return told(manager, id, change(manager, REVIVE, values) == 1, true);
        });
  }

  private static boolean told(EntityManager manager, String id, boolean changed, boolean noticed) {
    JpaJobEvents.tell(manager, changed ? List.of(id) : List.of(), noticed);
    return changed;
  }

  @Override
  public List<Job> find(Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<Job> found = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_FOUND) {
      List<String> some = all.subList(from, Math.min(from + MOST_FOUND, all.size()));
      found.addAll(
          database.call(
              manager -> JpaJobEvents.rows(manager, some).stream().map(JpaJob::job).toList()));
    }
    return found;
  }

  @Override
  public Optional<JobResult.Body> request(String id) {
    return database.call(manager -> JpaJobRequest.body(manager, id));
  }

  @Override
  public Optional<JobResult> result(String id) {
    return database.call(
        manager ->
            Optional.ofNullable(manager.find(JpaJobResult.class, id)).map(JpaJobResult::result));
  }

  @Override
  public long resultSize(String id) {
    return database.call(manager -> JpaJobResult.size(manager, id));
  }

  @Override
  public List<Job> list(Part part) {
    return database.call(
        manager -> {
          JpaJob after = part.after() == null ? null : manager.find(JpaJob.class, part.after());
          return JpaJob.page(manager, part, after == null ? null : after.job())
              .getResultStream()
              .map(JpaJob::job)
              .toList();
        });
  }

  @Override
  public long ahead(Job job) {
    return database.call(manager -> JpaTurns.ahead(manager, job));
  }

  private <T> T telling(int jobs, JpaJobEvents.Change<T> change) {
    return JpaJobEvents.telling(database, lost, jobs, change);
  }
}
