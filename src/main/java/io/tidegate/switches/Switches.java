package io.tidegate.switches;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.logging.LogText;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The switches of this server, which it shares with the others.
 *
 * <p>What is on lies in one immutable state that readers take without a lock. The acts of all
 * servers lie in a shared note; each server puts its own and the note's together, so that neither a
 * lost note nor a lost server takes a switch away, and ends each by its own clock at the time that
 * was said when it was turned on.
 *
 * <p>Thread-safe. {@link #exchange} may wait; nothing else does.
 */
public final class Switches {

  private static final Logger LOG = System.getLogger(Switches.class.getName());
  private static final String NOTE = "switches";

  /** More attempts than there are servers that write in the same moment. */
  private static final int ATTEMPTS = 20;

  private final SwitchesConfig config;
  private final InstantSource time;
  private final Instant started;
  private final SwitchListeners listeners = new SwitchListeners(this::state);
  private volatile SwitchActs acts = SwitchActs.NONE;
  private volatile SwitchState state;
  private String lastRead = "";
  private SwitchActs lastShared;

  /** Switches of which those are on that {@code config} names. */
  public Switches(SwitchesConfig config, InstantSource time) {
    this.config = requireNonNull(config, "config");
    this.time = requireNonNull(time, "time");
    this.started = now();
    this.state = new SwitchState(on(started), config.brownout());
    state.on().forEach(Switches::log);
  }

  /** Switches that stay off for want of rules, for what is tested without them. */
  public static Switches off() {
    SwitchRules none = new SwitchRules(List.of(), Set::of, Duration.ZERO);
    return new Switches(
        new SwitchesConfig(Brownout.NONE, none, List.of()), InstantSource.fixed(Instant.EPOCH));
  }

  /** What is on now. */
  public SwitchState state() {
    return state;
  }

  /** What switches may be turned to. */
  public SwitchRules rules() {
    return config.rules();
  }

  /** What was done last on any server, the newest first. */
  public List<SwitchAct> recent() {
    return acts.recent();
  }

  /** Why {@code tenant} is refused at present, with the time to come back; null if it is not. */
  public Failure refusal(TenantId tenant) {
    Instant until = state.refusedUntil(tenant.value());
    return until == null
        ? null
        : Failure.of(
                ErrorCode.TENANT_REFUSED,
                "The operator refuses this tenant's requests until " + until + ".")
            .retryAfter(left(until));
  }

  /** How long it is from now to {@code end}; nothing if that is over. */
  public Duration left(Instant end) {
    Duration left = Duration.between(time.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Shows {@code listener} the state, and each after a change, once it is {@link #state()}; of
   * several changes at once only the last. No lock is held meanwhile.
   */
  public void onChange(Consumer<SwitchState> listener) {
    listeners.add(listener);
  }

  /**
   * Turns a switch on, or to something else.
   *
   * @throws InvalidSwitchException that names the field and the rule
   */
  public SwitchAct turnOn(SwitchName name, SwitchOrder order) {
    check("reason", () -> SwitchRules.checkReason(order.reason()));
    check("for", () -> rules().checkTime(order.time()));
    check("value", () -> rules().checkValue(name, order.value()));
    SwitchAct act;
    synchronized (this) {
      Instant at = next(name, order.value());
      if (name.many() && full(name, order.value())) {
        throw new InvalidSwitchException(
            "value", "must not be one more: " + SwitchRules.MOST_VALUES + " are on");
      }
      Instant until = now().plus(order.time());
      act = new SwitchAct(at, order.by(), true, name, order.value(), order.reason(), until);
      add(act);
    }
    listeners.show();
    return act;
  }

  /**
   * Turns a switch off; does nothing if it is off.
   *
   * @param value for which value, of a switch that may be on for several; else null
   * @throws InvalidSwitchException if the value is missing
   */
  public void turnOff(SwitchName name, String value, String by) {
    if (name.many() && value == null) {
      throw new InvalidSwitchException("value", "must say which one to turn off");
    }
    synchronized (this) {
      SwitchAct on = state.byKey().get(SwitchAct.key(name, value));
      if (on != null) {
        add(new SwitchAct(next(name, value), by, false, name, on.value(), null, on.until()));
      }
    }
    listeners.show();
  }

  /** Ends those whose time has come; to be called several times a second. */
  public void tick() {
    Instant now = time.instant();
    for (SwitchAct act : state.on()) {
      if (!act.lasts(now)) {
        settle();
        listeners.show();
        return;
      }
    }
  }

  /**
   * Learns what was done on other servers from {@code notes}, and tells them what was done here.
   * One thread's at a time; it may wait.
   */
  public void exchange(SharedNotes notes) {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        if (exchanged(notes)) {
          return;
        }
      }
    } catch (IOException later) {
      LOG.log(Level.DEBUG, "the switches of the other servers are out of reach", later);
    }
  }

  private void learn(SwitchActs others) {
    synchronized (this) {
      if (!acts.has(others)) {
        acts = acts.with(others.list(), time.instant());
        settle();
      }
    }
    listeners.show();
  }

  private boolean exchanged(SharedNotes notes) throws IOException {
    String before = notes.get(NOTE);
    if (lastRead.equals(before) && acts.equals(lastShared)) {
      return true;
    }
    SwitchActs shared = SwitchActs.parse(before);
    learn(shared);
    SwitchActs own = acts;
    if (!shared.has(own) && !notes.replace(NOTE, before, own.text())) {
      return false;
    }
    lastShared = own;
    lastRead = shared.has(own) ? String.valueOf(before) : own.text();
    return true;
  }

  private void add(SwitchAct act) {
    acts = acts.with(List.of(act), time.instant());
    log(act);
    settle();
  }

  /** Makes the state what the acts say; listeners are to be shown it once the lock is free. */
  private synchronized void settle() {
    Map<String, SwitchAct> before = state.byKey();
    SwitchState next = new SwitchState(on(time.instant()), config.brownout());
    if (next.on().equals(state.on())) {
      return;
    }
    state = next;
    for (SwitchAct act : before.values()) {
      if (!next.byKey().containsKey(act.key()) && !act.lasts(time.instant())) {
        LOG.log(
            Level.INFO,
            "switch {0} has ended at its time, {1}",
            LogText.of(act.subject()),
            act.until());
      }
    }
  }

  /** What the settings turned on counts where nobody has done anything since. */
  private List<SwitchAct> on(Instant now) {
    Map<String, SwitchAct> counting = acts.counting(now);
    config.on().stream()
        .map(configured -> configured.at(started))
        .filter(act -> act.lasts(now))
        .forEach(act -> counting.putIfAbsent(act.key(), act));
    return counting.values().stream().filter(SwitchAct::on).toList();
  }

  /** The time for an act: after that of the last one on the same switch, whatever the clocks. */
  private Instant next(SwitchName name, String value) {
    String key = SwitchAct.key(name, value);
    Instant now = now();
    return acts.list().stream()
        .filter(act -> act.key().equals(key) && !act.at().isBefore(now))
        .map(act -> act.at().plusMillis(1))
        .max(Instant::compareTo)
        .orElse(now);
  }

  private boolean full(SwitchName name, String value) {
    Collection<SwitchAct> on = new ArrayList<>(state.on());
    on.removeIf(act -> act.name() != name || act.value().equals(value));
    return on.size() >= SwitchRules.MOST_VALUES;
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void check(String field, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException broken) {
      throw new InvalidSwitchException(field, broken.getMessage());
    }
  }

  private static void log(SwitchAct act) {
    LOG.log(
        Level.INFO,
        act.on() ? "switch {0} on by {1} until {2}: {3}" : "switch {0} off by {1}",
        LogText.of(act.subject()),
        LogText.of(act.by()),
        act.until(),
        LogText.of(act.reason()));
  }
}
