package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.LineRun;
import io.tidegate.batches.steps.SliceRun.Ended;
import io.tidegate.collect.AnswerCollector;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Turns;
import io.tidegate.exchange.Usage;
import io.tidegate.logging.LogText;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.TenantShares;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Starts the lines of all slices that run on this server, in turn, but only into capacity that
 * nobody else wants: it looks at each beat, and whenever a line has ended. Of the places for lines
 * a tenant, and a model, takes a part of those that others leave, so that there is one for whoever
 * comes next, however long their lines run.
 *
 * <p>Thread-safe; never blocks. One thread at a time starts lines; others only leave word.
 */
public final class Pump {

  /** How many lines of one model are started at once: what they take is seen a little later. */
  static final int BURST = 8;

  /** How many quarters of the places that others leave a tenant, and a model, may take. */
  private static final int QUARTERS = 3;

  private static final Logger LOG = System.getLogger(Pump.class.getName());
  private static final Failure MISTAKE =
      Failure.of(ErrorCode.INTERNAL_ERROR, "The gateway failed to handle the line.");

  private final AnswerCollector asker;
  private final LineGate gate;
  private final int most;
  private final LongSupplier clock;
  private final MemoryBudget memory;
  private final List<SliceRun> runs = new CopyOnWriteArrayList<>();
  private final Turns turns = new Turns();
  private final GuardedDuty pass = new GuardedDuty("lines were not started", this::pass);
  private final AtomicInteger running = new AtomicInteger();
  private final TenantShares tenants;
  private final TenantShares models;
  private int turn;

  /**
   * A pump with nothing to do.
   *
   * @param gate whether lines may begin
   * @param most how many lines may run at the same time; those of one tenant, and those for one
   *     model, take three quarters at most
   * @param memory where what lines ask and what is answered are taken from, until their results are
   *     taken; where nothing is left, a line is put off
   */
  public Pump(
      AnswerCollector asker, LineGate gate, int most, LongSupplier clock, MemoryBudget memory) {
    this.asker = requireNonNull(asker, "asker");
    this.gate = requireNonNull(gate, "gate");
    this.most = most;
    this.clock = requireNonNull(clock, "clock");
    this.memory = requireNonNull(memory, "memory");
    this.tenants = new TenantShares(most, QUARTERS);
    this.models = new TenantShares(most, QUARTERS);
  }

  /** Starts lines of {@code run}, too. */
  void add(SliceRun run) {
    runs.add(run);
    look();
  }

  /** Starts no more lines of {@code run}. */
  void remove(SliceRun run) {
    runs.remove(run);
  }

  /** Whether no line may begin at present, of whatever model. */
  boolean closed() {
    return gate.closed();
  }

  /** How many lines run. */
  public int running() {
    return running.get();
  }

  /** Starts what may be started. */
  public void look() {
    turns.take(pass);
  }

  private void pass() {
    Capacity capacity = new Capacity();
    List<SliceRun> candidates = List.copyOf(runs);
    for (int idle = 0; idle < candidates.size() && running.get() < most; turn++) {
      SliceRun run = candidates.get(Math.floorMod(turn, candidates.size()));
      boolean room = tenants.hasRoom(run.tenant().value());
      LineRun line = room ? run.next(clock.getAsLong(), capacity) : null;
      idle = line == null ? idle + 1 : 0;
      if (line != null) {
        capacity.took(line.request().model());
        start(run, line);
      }
    }
  }

  private void start(SliceRun run, LineRun line) {
    enter(run, line);
    Reservation held = memory.open(run.tenant(), Use.WORK);
    try {
      if (held.take(line.request().size())) {
        Call call = run.call(line, clock.getAsLong());
        run.asked(line, asker.ask(call, held, whole -> ended(run, new Ended(line, whole, held))));
      } else {
        CollectedAnswer putOff = new CollectedAnswer(null, Usage.NONE, MemoryBudget.EXHAUSTED);
        ended(run, new Ended(line, putOff, held));
      }
    } catch (RuntimeException | Error mistake) {
      // Nobody else would tell the end of this line.
      LOG.log(Level.ERROR, "a line could not be asked", LogText.thrown(mistake));
      ended(run, new Ended(line, new CollectedAnswer(null, Usage.NONE, MISTAKE), held));
    }
  }

  private void enter(SliceRun run, LineRun line) {
    running.incrementAndGet();
    tenants.enter(run.tenant().value());
    models.enter(line.request().model());
  }

  private void ended(SliceRun run, Ended end) {
    running.decrementAndGet();
    tenants.leave(run.tenant().value());
    models.leave(end.line().request().model());
    run.ended(end, clock.getAsLong());
    look();
  }

  /** What models can take in one pass. */
  private final class Capacity implements Predicate<String> {

    private final Map<String, Integer> started = new HashMap<>();
    private final Set<String> full = new HashSet<>();

    @Override
    public boolean test(String model) {
      if (full.contains(model)) {
        return false;
      }
      boolean room =
          started.getOrDefault(model, 0) < BURST && models.hasRoom(model) && gate.lets(model);
      if (!room) {
        full.add(model);
      }
      return room;
    }

    void took(String model) {
      started.merge(model, 1, Integer::sum);
    }
  }
}
