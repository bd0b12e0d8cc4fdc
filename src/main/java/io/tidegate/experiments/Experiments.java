package io.tidegate.experiments;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Trial;
import io.tidegate.exchange.Trial.Arm;
import io.tidegate.experiments.ExperimentView.State;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The experiments of this server: at most one runs, and the last ones are kept to be read.
 *
 * <p>One at a time, since two would each be part of the other's noise. Kept in memory alone: a
 * server that starts runs none. Thread-safe; costs a call nothing while none runs.
 */
public final class Experiments {

  private static final int KEPT = 20;

  private final InstantSource wall;
  private final Supplier<String> ids;
  private final Metrics metrics;
  private final Deque<ExperimentView> past = new ArrayDeque<>();
  private volatile RunningExperiment running;

  /** No experiment runs; ids of new ones come from {@code ids}. */
  public Experiments(InstantSource wall, Supplier<String> ids, Metrics metrics) {
    this.wall = requireNonNull(wall, "wall");
    this.ids = requireNonNull(ids, "ids");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** Starts what {@code plan} says; nothing if another experiment runs. */
  public synchronized Optional<ExperimentView> start(ExperimentPlan plan) {
    tick();
    if (running != null) {
      return Optional.empty();
    }
    RunningExperiment begun = new RunningExperiment(ids.get(), plan, wall.instant());
    running = begun;
    return Optional.of(begun.view(State.RUNNING, null, begun.ends()));
  }

  /** Ends the experiment {@code id}; false if it does not run. */
  public synchronized boolean stop(String id) {
    RunningExperiment known = running;
    if (known == null || !known.id().equals(id)) {
      return false;
    }
    end(known, State.STOPPED, "It was stopped.");
    return true;
  }

  /** Those that are known, the youngest first. */
  public synchronized List<ExperimentView> all() {
    tick();
    List<ExperimentView> all = new ArrayList<>(past);
    RunningExperiment known = running;
    if (known != null) {
      all.add(0, known.view(State.RUNNING, null, known.ends()));
    }
    return all;
  }

  /** The experiment {@code id}, if it is known. */
  public Optional<ExperimentView> find(String id) {
    return all().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /**
   * The part in the running experiment of a call that comes in.
   *
   * @param tenant who asks
   * @param key the API key that was shown, or null
   * @param id the call's id
   */
  public Trial trial(TenantId tenant, String key, String id) {
    RunningExperiment known = running;
    if (known == null) {
      return Trial.NONE;
    }
    return known.trial(
        switch (known.unit()) {
          case CALL -> id;
          case KEY -> key == null ? "" : key;
          case TENANT -> tenant.value();
        });
  }

  /**
   * Learns how {@code call} ended.
   *
   * @param failure why there was no whole answer, or null
   * @param firstContent nanoseconds from arrival to first content, or -1
   */
  public void ended(Call call, Failure failure, long firstContent) {
    Trial trial = call.terms().trial();
    RunningExperiment known = running;
    if (known == null || !known.id().equals(trial.experiment())) {
      return;
    }
    boolean failed = false;
    if (failure != null) {
      switch (failure.code().blame()) {
        case REQUEST, CLIENT -> {
          return;
        }
        case WORK, TRIES, TIME, CAPACITY, STOP -> failed = true;
      }
    }
    known.add(trial.arm(), failed, firstContent);
    count(trial.arm(), failed, firstContent);
  }

  /** To be called about once a second: ends what is over or does harm. */
  public synchronized void tick() {
    RunningExperiment known = running;
    if (known == null) {
      return;
    }
    String harm = known.harm();
    if (harm != null) {
      end(known, State.HARMFUL, harm);
    } else if (!wall.instant().isBefore(known.ends())) {
      end(known, State.ENDED, "Its time was over.");
    }
  }

  private void end(RunningExperiment known, State state, String why) {
    running = null;
    past.addFirst(known.view(state, why, wall.instant()));
    if (past.size() > KEPT) {
      past.removeLast();
    }
  }

  private void count(Arm arm, boolean failed, long firstContent) {
    metrics
        .counter(Metric.EXPERIMENT_CALLS, arm.label(), failed ? "failed" : "answered")
        .increment();
    if (firstContent >= 0) {
      metrics.duration(Metric.EXPERIMENT_FIRST_CONTENT, arm.label()).record(firstContent);
    }
  }
}
