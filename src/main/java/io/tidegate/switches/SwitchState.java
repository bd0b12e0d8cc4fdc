package io.tidegate.switches;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tidegate.exchange.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which switches are on at one moment, and what that means; immutable, and made ready so that
 * nothing is made anew for a call.
 */
public final class SwitchState {

  private final List<SwitchAct> on;
  private final Brownout brownout;
  private final CacheLifetime cacheLifetime;
  private final boolean warmupStands;
  private final boolean batchesStand;
  private final Map<String, Instant> refused;
  private final String told;

  /**
   * A state.
   *
   * @param on what is on
   * @param brownout what a brownout is, whether one is on or not
   */
  SwitchState(List<SwitchAct> on, Brownout brownout) {
    this.on = on.stream().sorted(Comparator.comparing(SwitchAct::key)).toList();
    this.brownout = is(SwitchName.BROWNOUT) ? requireNonNull(brownout, "brownout") : Brownout.NONE;
    this.cacheLifetime =
        value(SwitchName.CACHE_LIFETIME).map(CacheLifetime::parse).orElse(CacheLifetime.USUAL);
    String freeze = value(SwitchName.FREEZE).orElse("");
    boolean shed = this.brownout.sheds(Priority.LOW);
    this.warmupStands = shed || freeze.equals("warmup") || freeze.equals("all");
    this.batchesStand = shed || freeze.equals("batches") || freeze.equals("all");
    this.refused =
        this.on.stream()
            .filter(act -> act.name() == SwitchName.REFUSE_TENANT)
            .collect(toUnmodifiableMap(SwitchAct::value, SwitchAct::until));
    this.told =
        this.on.stream()
            .filter(act -> act.name().told())
            .map(act -> act.name().label())
            .collect(joining(", "));
  }

  /** What is on, in the order of the names. */
  public List<SwitchAct> on() {
    return on;
  }

  /** Whether {@code name} is on, for any value. */
  public boolean is(SwitchName name) {
    return on.stream().anyMatch(act -> act.name() == name);
  }

  /** What {@code name} is turned to; nothing while it is off, or has no value. */
  public Optional<String> value(SwitchName name) {
    return act(name).map(SwitchAct::value);
  }

  /** When {@code name} ends by itself; nothing while it is off. */
  public Optional<Instant> until(SwitchName name) {
    return act(name).map(SwitchAct::until);
  }

  private Optional<SwitchAct> act(SwitchName name) {
    return on.stream().filter(act -> act.name() == name).findFirst();
  }

  /** What is taken from callers: {@link Brownout#NONE} unless a brownout is on. */
  public Brownout brownout() {
    return brownout;
  }

  /** How much longer than usual stored answers are good. */
  public CacheLifetime cacheLifetime() {
    return cacheLifetime;
  }

  /** Whether warm-ups ask nothing: they are frozen, or their priority is refused. */
  public boolean warmupStands() {
    return warmupStands;
  }

  /** Whether batches begin no lines: they are frozen, or their priority is refused. */
  public boolean batchesStand() {
    return batchesStand;
  }

  /** Until when {@code tenant} is refused; null if it is not. */
  Instant refusedUntil(String tenant) {
    return refused.get(tenant);
  }

  /** The names of those that callers are told of, for a header; empty if there is none. */
  public String told() {
    return told;
  }

  /** The keys of what is on. */
  Map<String, SwitchAct> byKey() {
    return on.stream().collect(toUnmodifiableMap(SwitchAct::key, Function.identity()));
  }
}
