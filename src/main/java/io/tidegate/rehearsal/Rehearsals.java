package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.rehearsal.KeptRehearsal.State;
import io.tidegate.settings.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The rehearsals of this server: one at a time runs, on a thread that nobody waits for, and the
 * last ones are kept. Thread-safe.
 */
public final class Rehearsals {

  private static final int MOST_KEPT = 20;
  private static final Logger LOG = System.getLogger(Rehearsals.class.getName());
  private static final String MISTAKE =
      "The rehearsal could not be run; the server's log says why.";

  private final RehearsalReader reader;
  private final Supplier<Settings> inForce;
  private final Duration maxTime;
  private final World world;
  private final Deque<KeptRehearsal> kept = new ArrayDeque<>();
  private volatile boolean stopping;

  /**
   * What rehearsals run on.
   *
   * @param executor where they run
   * @param clock of nanoseconds
   * @param wall when they were begun
   * @param random what their ids are drawn from; thread-safe
   */
  record World(Executor executor, LongSupplier clock, InstantSource wall, RandomGenerator random) {}

  /** Rehearsals with the settings that are in force when they begin, each up to {@code maxTime}. */
  Rehearsals(RehearsalReader reader, Supplier<Settings> inForce, Duration maxTime, World world) {
    this.reader = requireNonNull(reader, "reader");
    this.inForce = requireNonNull(inForce, "inForce");
    this.maxTime = requireNonNull(maxTime, "maxTime");
    this.world = requireNonNull(world, "world");
  }

  /**
   * Begins what {@code body} describes.
   *
   * @return what is known of it
   * @throws FailureException if it is wrong, or another one runs
   */
  public ObjectNode begin(JsonNode body) {
    requireIdle();
    RehearsalPlan plan = reader.read(body);
    Settings settings = inForce.get();
    String id = HexFormat.of().toHexDigits(world.random().nextLong());
    KeptRehearsal begun = new KeptRehearsal(id, world.wall().instant(), plan);
    synchronized (this) {
      requireIdle();
      kept.addFirst(begun);
      if (kept.size() > MOST_KEPT) {
        kept.removeLast();
      }
    }
    try {
      world.executor().execute(() -> work(begun, plan, settings));
    } catch (RejectedExecutionException refused) {
      begun.end(
          State.FAILED,
          stopping ? "The server is stopping." : "The server had no thread for it. Try again.");
    }
    return RehearsalJson.of(begun);
  }

  /** What is known of all that are kept, the latest first. */
  public synchronized List<ObjectNode> all() {
    return kept.stream().map(RehearsalJson::brief).toList();
  }

  /** What is known of the one called {@code id}. */
  public Optional<ObjectNode> find(String id) {
    return named(id).map(RehearsalJson::of);
  }

  /** Cancels the one called {@code id} if it runs, or forgets it; false if there is none. */
  public boolean remove(String id) {
    Optional<KeptRehearsal> found = named(id);
    found.ifPresent(
        rehearsal -> {
          if (rehearsal.state() == State.RUNNING) {
            rehearsal.end(State.CANCELLED, null);
          } else {
            forget(rehearsal);
          }
        });
    return found.isPresent();
  }

  /** Cancels the one that runs: the server stops. */
  public synchronized void stop() {
    stopping = true;
    kept.forEach(rehearsal -> rehearsal.end(State.CANCELLED, null));
  }

  private synchronized void forget(KeptRehearsal rehearsal) {
    kept.remove(rehearsal);
  }

  private synchronized Optional<KeptRehearsal> named(String id) {
    return kept.stream().filter(rehearsal -> rehearsal.id().equals(id)).findFirst();
  }

  private synchronized void requireIdle() {
    kept.stream()
        .filter(rehearsal -> rehearsal.state() == State.RUNNING)
        .findFirst()
        .ifPresent(
            rehearsal -> {
              throw Failure.of(
                      ErrorCode.CONFLICT,
                      "The rehearsal " + rehearsal.id() + " runs: wait for it, or cancel it.")
                  .asException();
            });
  }

  private void work(KeptRehearsal rehearsal, RehearsalPlan plan, Settings settings) {
    try {
      long began = world.clock().getAsLong();
      for (int i = 0; i < plan.variants().size(); i++) {
        rehearse(rehearsal, plan, i, began, settings);
      }
      rehearsal.end(State.FINISHED, null);
    } catch (FailureException tooMuch) {
      rehearsal.end(State.FAILED, tooMuch.failure().message());
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, "a rehearsal could not be run", mistake);
      rehearsal.end(State.FAILED, MISTAKE);
    }
  }

  private void rehearse(
      KeptRehearsal rehearsal, RehearsalPlan plan, int number, long began, Settings settings) {
    RehearsalRun run = new RehearsalRun(plan, plan.variants().get(number), settings);
    rehearsal.know(number, run.strategy(), null);
    int all = plan.variants().size();
    run.run(share -> goesOn(rehearsal, began, (number + share) / all))
        .ifPresent(result -> rehearsal.know(number, run.strategy(), result));
  }

  private boolean goesOn(KeptRehearsal rehearsal, long began, double share) {
    Duration time = Duration.ofNanos(world.clock().getAsLong() - began);
    if (time.compareTo(maxTime) > 0) {
      rehearsal.end(State.FAILED, "It ran longer than tidegate.rehearsal.max-time allows.");
    }
    return rehearsal.goesOn(time, share);
  }
}
