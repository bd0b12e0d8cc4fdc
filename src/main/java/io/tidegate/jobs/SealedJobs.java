package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.sealing.SealedPlace;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.Lease;
import io.tidegate.store.StorableText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs whose requests, answers and errors, which may be a node's words on the request, are sealed
 * before another store keeps them. Thread-safe.
 */
final class SealedJobs implements JobStore {

  private static final String REQUEST = "job_request.body";
  private static final String RESULT = "job_result.body";
  private static final String ERROR = "job.error_message";
  private static final int LONGEST_MESSAGE = 1000;
  private static final String UNREADABLE = "What was stored of it cannot be read.";

  private final JobStore store;
  private final Sealing sealing;

  /** The jobs of {@code store}, sealed by {@code sealing}. */
  SealedJobs(JobStore store, Sealing sealing) {
    this.store = requireNonNull(store, "store");
    this.sealing = requireNonNull(sealing, "sealing");
  }

  @Override
  public List<Added> add(List<Draft> drafts) {
    return store.add(drafts.stream().map(this::sealed).toList()).stream()
        .map(this::opened)
        .toList();
  }

  private Draft sealed(Draft draft) {
    return new Draft(
        draft.job(),
        sealed(REQUEST, draft.job().id(), draft.body()),
        draft.terms(),
        draft.retention(),
        draft.mark(),
        draft.webhook());
  }

  @Override
  public List<Boolean> finish(List<Ending> endings) {
    return store.finish(endings.stream().map(this::sealed).toList());
  }

  private Ending sealed(Ending ending) {
    JobResult result = ending.result();
    Job.Cause error = ending.error();
    return new Ending(
        ending.id(),
        ending.epoch(),
        ending.state(),
        error == null ? null : sealed(ending.id(), error),
        result == null
            ? null
            : new JobResult(
                result.status(), result.contentType(), sealed(RESULT, ending.id(), result.body())),
        ending.at());
  }

  private Job.Cause sealed(String id, Job.Cause error) {
    String message = StorableText.of(error.message(), LONGEST_MESSAGE);
    return new Job.Cause(
        error.code(),
        message == null ? null : sealing.sealText(new SealedPlace(ERROR, id), message));
  }

  private Job opened(Job job) {
    Job.Cause error = job.error();
    if (error == null || error.message() == null) {
      return job;
    }
    return new Job(
        job.id(),
        job.tenant(),
        job.operation(),
        job.model(),
        job.stream(),
        job.priority(),
        job.state(),
        job.attempts(),
        job.times(),
        new Job.Cause(error.code(), opened(job.id(), error.message())));
  }

  /** One that cannot be read must not keep the others of a list from being told of. */
  private String opened(String id, String message) {
    try {
      return sealing.openText(new SealedPlace(ERROR, id), message);
    } catch (FailureException sealedElsewhere) {
      return UNREADABLE;
    }
  }

  private Added opened(Added added) {
    return new Added(opened(added.job()), added.conflict());
  }

  private JobResult.Body sealed(String column, String id, JobResult.Body body) {
    return new JobResult.Body(sealing.seal(new SealedPlace(column, id), body.bytes()));
  }

  private JobResult.Body opened(String column, String id, JobResult.Body body) {
    return new JobResult.Body(sealing.open(new SealedPlace(column, id), body.bytes()));
  }

  @Override
  public Optional<JobResult.Body> request(String id) {
    return store.request(id).map(body -> opened(REQUEST, id, body));
  }

  @Override
  public Optional<JobResult> result(String id) {
    return store
        .result(id)
        .map(
            kept ->
                new JobResult(kept.status(), kept.contentType(), opened(RESULT, id, kept.body())));
  }

  @Override
  public long resultSize(String id) {
    return store.resultSize(id);
  }

  @Override
  public Optional<ClaimedJob> claimNext(Lease lease, Set<String> full, String after) {
    return store.claimNext(lease, full, after);
  }

  @Override
  public List<Optional<Added>> marked(List<Draft> drafts) {
    return store.marked(drafts).stream().map(there -> there.map(this::opened)).toList();
  }

  @Override
  public boolean waits(long now) {
    return store.waits(now);
  }

  @Override
  public Optional<ClaimedJob> claim(String id, Lease lease) {
    return store.claim(id, lease);
  }

  @Override
  public boolean requeue(Retry retry) {
    return store.requeue(retry);
  }

  @Override
  public Optional<Job> cancel(TenantId tenant, String id, long now) {
    return store.cancel(tenant, id, now).map(this::opened);
  }

  @Override
  public boolean revive(String id, long now) {
    return store.revive(id, now);
  }

  @Override
  public List<Job> find(Collection<String> ids) {
    return store.find(ids).stream().map(this::opened).toList();
  }

  @Override
  public List<Job> list(Part part) {
    return store.list(part).stream().map(this::opened).toList();
  }

  @Override
  public long ahead(Job job) {
    return store.ahead(job);
  }
}
