package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.GATEWAY_STOPPING;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.api.entry.HttpAuditTrail;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.StoreException;
import io.tidegate.work.TenantShares;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Where the work for suspended requests is done that waits, for the database, the broker or a slow
 * client, so that no thread of the server does. It takes in a bounded number, so that what hangs
 * holds up its own requests and nothing else, and of each tenant only a part, so that nobody waits
 * behind another's; thread-safe.
 */
public final class HttpBlockingWork {

  /** What is done to find a request's answer, a wire record. */
  public interface Question {
    Record wire() throws IOException;
  }

  /** What is done to find the answer for a tenant, a wire record. */
  public interface TenantQuestion {
    Record wire(TenantId tenant) throws IOException;
  }

  private static final Failure BUSY =
      Failure.of(STORE_UNAVAILABLE, "Too many requests wait for the store.");
  private static final Failure STOPPING =
      Failure.of(GATEWAY_STOPPING, "The gateway is being stopped.");

  /**
   * How much is done for whom.
   *
   * @param atOnce how many requests are worked at, at the same time
   * @param most how many are taken in, those included
   * @param quarters how many quarters of what others leave free one tenant may have of either at
   *     the time
   */
  public record Room(int atOnce, int most, IntSupplier quarters) {

    /** A room in which the share of a tenant never changes. */
    public Room(int atOnce, int most, int quarters) {
      this(atOnce, most, () -> quarters);
    }
  }

  /** A request that waits for its turn. */
  private record Task(HttpServletRequest http, HttpErrorWriter.Work work, String sharer) {}

  private final Executor executor;
  private final CallServices desk;
  private final BooleanSupplier stopping;
  private final TenantShares taken;
  private final TenantShares running;
  private final Deque<Task> waiting = new ArrayDeque<>();

  /**
   * A bench with the threads of {@code executor}.
   *
   * @param stopping whether the server stops, should the executor refuse something
   */
  public HttpBlockingWork(
      Executor executor, Room room, CallServices desk, BooleanSupplier stopping) {
    this.executor = requireNonNull(executor, "executor");
    this.desk = requireNonNull(desk, "desk");
    this.stopping = requireNonNull(stopping, "stopping");
    this.taken = new TenantShares(room.most(), room.quarters());
    this.running = new TenantShares(room.atOnce(), room.quarters());
  }

  /**
   * Answers {@code http}, which JAX-RS gave and suspended, by JSON.
   *
   * @throws FailureException if there is no place; then nothing is done
   */
  public void answer(HttpServletRequest http, Question question) {
    HttpServletRequest real = HttpVisit.own(http);
    take(real, () -> HttpReply.json(real, question.wire()));
  }

  /**
   * Does {@code work}, and then answers {@code http} by {@code reply}, as {@link
   * #answer(HttpServletRequest, Question)}.
   */
  public void answer(HttpServletRequest http, Runnable work, Record reply) {
    answer(
        http,
        () -> {
          work.run();
          return reply;
        });
  }

  /**
   * As {@link #answer(HttpServletRequest, Question)}, for what an administrator changes: the audit
   * log has the answer, and what {@code before} gave in its beginning.
   *
   * @param before tells it as values of JSON without secrets; null if there is nothing to tell
   */
  public void change(HttpServletRequest http, Supplier<?> before, Question question) {
    HttpServletRequest real = HttpVisit.own(http);
    answer(
        real,
        () -> {
          if (before != null) {
            HttpAuditTrail.before(real, ApiJson.text(before.get()));
          }
          Record wire = question.wire();
          HttpAuditTrail.after(real, ApiJson.text(wire));
          return wire;
        });
  }

  /** As {@link #answer(HttpServletRequest, Question)}, for the tenant who asks. */
  public void answer(HttpServletRequest http, TenantQuestion question) {
    HttpServletRequest real = HttpVisit.own(http);
    TenantId tenant = HttpVisit.of(real).tenant();
    take(real, () -> HttpReply.json(real, question.wire(tenant)));
  }

  /**
   * Does {@code act}, by which an administrator changes something, for {@code http}, which JAX-RS
   * gave and suspended; answers {@code status} with what it has made, and leaves that to the audit
   * log.
   *
   * @param act throws {@link StoreException} when the database fails
   * @param told what the administrator is told of it, a wire record
   * @param kept what is written down of it, a wire record
   * @throws FailureException if there is no place; then nothing is done
   */
  public <T> void act(
      HttpServletRequest http,
      int status,
      Supplier<T> act,
      Function<T, Record> told,
      Function<T, Record> kept) {
    HttpServletRequest real = HttpVisit.own(http);
    take(
        real,
        () -> {
          T made = StoreException.told(act);
          HttpAuditTrail.after(real, ApiJson.text(kept.apply(made)));
          HttpReply.json(real, status, told.apply(made));
        });
  }

  /** As {@link #act}, for an act that leaves nothing to tell: answers 204. */
  public void remove(HttpServletRequest http, Runnable act) {
    HttpServletRequest real = HttpVisit.own(http);
    take(
        real,
        () -> {
          StoreException.told(
              () -> {
                act.run();
                return act;
              });
          HttpReply.empty(real);
        });
  }

  /**
   * Does {@code work} for the suspended request {@code http}, as {@link HttpVisit#own} gives it;
   * the work answers it, or sees to it that it is answered.
   *
   * @throws FailureException if there is no place; then nothing is done
   */
  public void take(HttpServletRequest http, HttpErrorWriter.Work work) {
    HttpAuditTrail trail = HttpAuditTrail.of(http);
    if (trail != null) {
      HttpServletResponse response = HttpReply.response(http);
      HttpEnd.then(http, () -> trail.end(response.getStatus()));
    }
    Task task = new Task(http, work, HttpVisit.sharer(http));
    if (!taken.tryEnter(task.sharer())) {
      throw BUSY.asException();
    }
    synchronized (waiting) {
      waiting.add(task);
    }
    if (!begin(task)) {
      throw refusal().asException();
    }
  }

  /** Others fill the pool, or it is closed. */
  private Failure refusal() {
    return stopping.getAsBoolean() ? STOPPING : BUSY;
  }

  /** Begins what may be begun; false if {@code asking} was refused by the pool. */
  @SuppressWarnings("ReferenceEquality") // Whether it is this very task.
  private boolean begin(Task asking) {
    boolean begun = true;
    for (Task task = next(); task != null; task = next()) {
      Task now = task;
      try {
        executor.execute(() -> work(now));
      } catch (RejectedExecutionException refused) {
        leave(task);
        begun &= task != asking;
        if (task != asking) {
          HttpErrorWriter.send(task.http(), refusal(), desk);
        }
      }
    }
    return begun;
  }

  /** Takes the first one out whose tenant has not its share of the threads already. */
  private Task next() {
    synchronized (waiting) {
      for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
        Task task = tasks.next();
        if (running.tryEnter(task.sharer())) {
          tasks.remove();
          return task;
        }
      }
      return null;
    }
  }

  private void work(Task task) {
    try {
      HttpErrorWriter.unlessDone(task.http(), desk, task.work());
    } finally {
      leave(task);
      var unused = begin(null);
    }
  }

  private void leave(Task task) {
    running.leave(task.sharer());
    taken.leave(task.sharer());
  }
}
