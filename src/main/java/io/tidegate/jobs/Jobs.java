package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.JobStore.Added;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.jobs.JobStore.Part;
import io.tidegate.store.GroupCommit;
import io.tidegate.store.Ids;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The jobs of all tenants: what the API asks. Each tenant sees its own only.
 *
 * <p>Methods that return no stage wait for the database: not for the server's request threads that
 * others need. They throw {@link io.tidegate.exchange.FailureException}: {@code NOT_FOUND} for a
 * job that the tenant does not have, {@code STORE_UNAVAILABLE} when the database fails.
 * Thread-safe.
 */
public final class Jobs {

  private static final int MOST = 128;

  /**
   * What jobs are kept by.
   *
   * @param drafts makes submissions ready to be kept
   * @param backlog knows how many wait, and what all take up
   * @param watches those who watch
   * @param worker what runs them here
   * @param tally knows how fast they end
   * @param models knows what no node serves
   */
  record Parts(
      JobStore store,
      SubmissionChecker drafts,
      JobBacklog backlog,
      JobListeners watches,
      Worker worker,
      JobThroughput tally,
      Models models) {}

  /**
   * The broker as seen from here.
   *
   * @param full whether it has no room for more messages
   * @param posted told that a message was written
   */
  record Broker(BooleanSupplier full, Runnable posted) {}

  /** Says why jobs for a model cannot be done by anybody, if that is certain. */
  interface Models extends Function<String, Optional<Failure>> {}

  private final Parts parts;
  private final Broker broker;
  private final InstantSource wall;
  private final JobRefusals refusals;
  private final GroupCommit<Draft, Added> intake;
  private final GroupCommit<Draft, Optional<Added>> lookups;

  /** Jobs of {@code parts}, taken in on {@code executor}. */
  Jobs(Parts parts, Broker broker, InstantSource wall, RandomGenerator random, Executor executor) {
    this.parts = requireNonNull(parts, "parts");
    this.broker = requireNonNull(broker, "broker");
    this.wall = requireNonNull(wall, "wall");
    this.refusals = new JobRefusals(random);
    Function<Draft, String> tenant = draft -> draft.job().tenant().value();
    this.intake = new GroupCommit<>(executor, parts.store()::add, MOST, tenant);
    this.lookups = new GroupCommit<>(executor, parts.store()::marked, MOST, tenant);
  }

  /**
   * Keeps {@code submission} as a job: once the stage is complete it will reach a final state.
   *
   * @return the job, or the one that the same tenant handed in with the same idempotency key; fails
   *     with a {@code FailureException}: {@code JOB_QUEUE_FULL}, {@code STORE_UNAVAILABLE}, {@code
   *     CONFLICT} if the key came with another body, {@code INVALID_VALUE} for options out of
   *     range, {@code MODEL_NOT_FOUND} if no node serves the model for certain
   */
  public CompletionStage<Job> submit(Submission submission) {
    Draft draft;
    try {
      draft = parts.drafts().of(submission, wall.millis());
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
    Failure refusal = refusal(draft);
    return refusal == null
        ? intake.add(draft).handle((added, failed) -> settled(draft, added, failed))
        : earlier(draft, refusal);
  }

  /** Why no new job like {@code draft} is taken; null if one is, and then room is kept for it. */
  private Failure refusal(Draft draft) {
    if (broker.full().getAsBoolean()) {
      return refusals.tooMany();
    }
    return parts
        .models()
        .apply(draft.job().model())
        .or(() -> parts.backlog().reserve(draft.job().tenant(), draft.size()).map(this::lacking))
        .orElse(null);
  }

  private Failure lacking(JobBacklog.Lack lack) {
    return switch (lack) {
      case PLACES -> refusals.tooMany();
      case BYTES -> refusals.noRoom();
    };
  }

  /**
   * A repetition is told of its job also when no new one would be taken. Looked up in groups: no
   * quota holds back those who are refused, and one task for each would fill the pool for all.
   */
  private CompletionStage<Job> earlier(Draft draft, Failure refusal) {
    if (draft.mark() == null) {
      return CompletableFuture.failedStage(refusal.asException());
    }
    return lookups
        .add(draft)
        .handle(
            (there, failed) ->
                told(failed == null ? there.orElseThrow(refusal::asException) : null, failed));
  }

  private Job settled(Draft draft, Added added, Throwable failed) {
    boolean fresh = failed == null && added.job().id().equals(draft.job().id());
    parts.backlog().settle(draft.job().tenant(), draft.size(), fresh);
    if (fresh) {
      broker.posted().run();
    }
    return told(added, failed);
  }

  private Job told(Added added, Throwable failed) {
    if (failed != null) {
      throw refusals.notKept(failed);
    }
    if (added.conflict()) {
      throw Failure.of(CONFLICT, "The idempotency key came before with another request.")
          .asException();
    }
    return added.job();
  }

  /** The job {@code id} of {@code tenant}. */
  public Job get(TenantId tenant, String id) {
    return asking(() -> known(tenant, id));
  }

  /** How long {@code job} may have to wait; nothing unless it is queued. */
  public Optional<QueuePosition> standing(Job job) {
    if (job.state() != JobState.QUEUED) {
      return Optional.empty();
    }
    long ahead = asking(() -> parts.store().ahead(job));
    return Optional.of(new QueuePosition(ahead, parts.tally().timeFor(ahead + 1)));
  }

  /**
   * What was answered to the job {@code id}; nothing unless it is completed, or a node refused it.
   */
  public Optional<JobResult> result(TenantId tenant, String id) {
    return asking(
        () -> known(tenant, id).state().isFinal() ? parts.store().result(id) : Optional.empty());
  }

  /** The bytes of what {@link #result} gives, 0 for nothing. */
  public long resultSize(TenantId tenant, String id) {
    return asking(() -> known(tenant, id).state().isFinal() ? parts.store().resultSize(id) : 0L);
  }

  /**
   * Up to {@code limit} jobs of {@code tenant}, newest first.
   *
   * @param state the state they are in, or null for all
   * @param after the id of the job before the first, or null
   */
  public Page<Job> list(TenantId tenant, JobState state, String after, int limit) {
    return asking(
        () -> {
          if (after != null && find(tenant, after).isEmpty()) {
            throw Failure.ofParam(INVALID_VALUE, "after", "There is no job '" + after + "'.")
                .asException();
          }
          return Page.of(parts.store().list(new Part(tenant, state, after, limit + 1)), limit);
        });
  }

  /** Cancels the job {@code id}, also while it runs; one that has ended stays as it is. */
  public Job cancel(TenantId tenant, String id) {
    if (!Ids.isPossible(id)) {
      throw missing(id);
    }
    Job job =
        asking(
            () -> parts.store().cancel(tenant, id, wall.millis()).orElseThrow(() -> missing(id)));
    if (job.state() == JobState.RUNNING) {
      parts.worker().cancel(id);
    }
    parts.watches().tell(job);
    return job;
  }

  /**
   * Gives the job {@code id}, of whichever tenant, all its attempts and its time again.
   *
   * @return false unless it had failed because it ran out of attempts
   */
  public boolean revive(String id) {
    boolean revived = Ids.isPossible(id) && asking(() -> parts.store().revive(id, wall.millis()));
    if (revived) {
      broker.posted().run();
    }
    return revived;
  }

  /**
   * Tells {@code watch} of the job {@code id} from its state of now on.
   *
   * @return closes the watch, once or more
   * @throws FailureException {@code GATEWAY_OVERLOADED} if the tenant has too many
   */
  public AutoCloseable watch(TenantId tenant, String id, JobListener watch) {
    var allowed = get(tenant, id);
    JobListeners.Watch added = parts.watches().add(allowed, watch);
    try {
      // Once more, now that it watches: no change falls between.
      parts.watches().tell(get(tenant, allowed.id()));
    } catch (RuntimeException refused) {
      parts.watches().remove(id, added);
      throw refused;
    }
    return () -> parts.watches().remove(id, added);
  }

  private static FailureException missing(String id) {
    return Failure.of(NOT_FOUND, "There is no job '" + id + "'.").asException();
  }

  private Job known(TenantId tenant, String id) {
    return find(tenant, id).orElseThrow(() -> missing(id));
  }

  private Optional<Job> find(TenantId tenant, String id) {
    List<String> possible = Ids.isPossible(id) ? List.of(id) : List.of();
    return parts.store().find(possible).stream()
        .filter(job -> job.tenant().equals(tenant))
        .findFirst();
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (StoreException failed) {
      throw refusals.unanswered(failed);
    }
  }
}
