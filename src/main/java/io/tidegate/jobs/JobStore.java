package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.store.Lease;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps jobs, each change of them on a condition and in one transaction with the message or the
 * event that tells of it.
 *
 * <p>A message is about a job that was queued at its time: every way into the queue writes a new
 * one. A claim is known by its epoch: what a claim wants done is done only while the job runs under
 * that epoch. Methods wait for the database and throw {@link io.tidegate.store.StoreException} if
 * it fails. Thread-safe.
 */
interface JobStore {

  /** The bytes that a job takes up beside its bodies, more or less. */
  long ROW = 1L << 10;

  /**
   * A job that is to be kept.
   *
   * @param job as it is at first: queued
   * @param body the request's body
   * @param terms on what terms it was handed in
   * @param retention how long it is kept after its end, in milliseconds
   * @param mark by which a repetition is known, or null
   * @param webhook where its end is told, or null
   */
  record Draft(
      Job job, JobResult.Body body, Terms terms, long retention, Mark mark, String webhook) {

    public Draft {
      requireNonNull(job, "job");
      requireNonNull(body, "body");
      requireNonNull(terms, "terms");
    }

    /** The bytes that it takes up where it is kept: its body, and {@value #ROW} for its row. */
    long size() {
      return ROW + body.bytes().length;
    }
  }

  /** What tells submissions of a tenant apart: its key, and a digest of what it wants. */
  record Mark(String key, String fingerprint) {}

  /**
   * What became of a draft.
   *
   * @param job the job kept, or the earlier one with the same key
   * @param conflict whether the earlier one wants something else
   */
  record Added(Job job, boolean conflict) {}

  /**
   * The right to run a job.
   *
   * @param job the job, running
   * @param epoch which claim of the job it is
   * @param failures how many claims before have failed for good reason
   * @param size the bytes of the request's body, which is not here: it may be large
   * @param terms on what terms it was handed in
   */
  record ClaimedJob(Job job, long epoch, int failures, long size, Terms terms) {}

  /** What follows from how a claim ended. */
  sealed interface Fate permits Ending, Retry {}

  /**
   * The job's end.
   *
   * @param id the job
   * @param epoch the claim that ends it
   * @param state its final state
   * @param error why it failed, or null
   * @param result the answer, or null
   * @param at when, in epoch milliseconds
   */
  record Ending(String id, long epoch, JobState state, Job.Cause error, JobResult result, long at)
      implements Fate {

    /** The order in which jobs are ended together, so that nobody waits for one that waits. */
    static final Comparator<Ending> ORDER =
        Comparator.comparing(Ending::id).thenComparing(Ending::epoch);

    /** The bytes by which the job takes up more where it is kept. */
    long size() {
      return result == null ? 0 : result.body().bytes().length;
    }
  }

  /**
   * Another turn for the job.
   *
   * @param id the job
   * @param epoch the claim that is given back
   * @param counted whether this is one of the failures that are limited
   * @param now the time, in epoch milliseconds
   * @param dueAt when its turn may come at the earliest
   */
  record Retry(String id, long epoch, boolean counted, long now, long dueAt) implements Fate {}

  /**
   * A part of a tenant's jobs.
   *
   * @param state the state they are in, or null for all
   * @param after the id of the job before the first, or null
   * @param limit how many at most
   */
  record Part(TenantId tenant, JobState state, String after, int limit) {}

  /** Keeps {@code drafts}, all or none; each comes to what it came, in order. */
  List<Added> add(List<Draft> drafts);

  /**
   * Claims the job whose turn it is: of the most urgent that are due, of the tenant that comes
   * after {@code after} in the order of names, and after the last one the first; the one due
   * longest.
   *
   * @param full tenants whose jobs are left where they are
   * @param after the tenant that had the last turn
   */
  Optional<ClaimedJob> claimNext(Lease lease, Set<String> full, String after);

  /** What each of {@code drafts}, which have marks, comes to if its job is there, in order. */
  List<Optional<Added>> marked(List<Draft> drafts);

  /** Whether any job is queued and due at {@code now}. */
  boolean waits(long now);

  /** Claims the job {@code id} if it is queued and not past its deadline. */
  Optional<ClaimedJob> claim(String id, Lease lease);

  /** Ends jobs; says of each whether its claim still held. */
  List<Boolean> finish(List<Ending> endings);

  /** Puts a job back into the queue, or ends it if it was cancelled; false if the claim is lost. */
  boolean requeue(Retry retry);

  /**
   * Cancels the job {@code id} of {@code tenant}: at once while queued; a running one is marked.
   *
   * @return the job after that, or nothing if there is none
   */
  Optional<Job> cancel(TenantId tenant, String id, long now);

  /** Gives a job that ran out of attempts a new turn; false if it is not such a one. */
  boolean revive(String id, long now);

  /** Those of {@code ids} that there are, in any order. */
  List<Job> find(Collection<String> ids);

  /** The body of the request of the job {@code id}; nothing if there is no such job any more. */
  Optional<JobResult.Body> request(String id);

  /** The answer kept of the job {@code id}. */
  Optional<JobResult> result(String id);

  /** The bytes of that answer, 0 without one. */
  long resultSize(String id);

  /** Jobs of a tenant, newest first. */
  List<Job> list(Part part);

  /** How many jobs are queued before {@code job}. */
  long ahead(Job job);
}
