package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.steps.LineGate;
import io.tidegate.switches.Switches;
import java.util.function.Predicate;

/**
 * Lets lines begin whose model has capacity that nobody else wants, unless a switch has batches
 * stand still. Thread-safe.
 */
final class SpareCapacity implements LineGate {

  private final Switches switches;
  private final Predicate<String> room;

  /** As {@code room} says of a model, unless {@code switches} say otherwise of all. */
  SpareCapacity(Switches switches, Predicate<String> room) {
    this.switches = requireNonNull(switches, "switches");
    this.room = requireNonNull(room, "room");
  }

  @Override
  public boolean closed() {
    return switches.state().batchesStand();
  }

  @Override
  public boolean lets(String model) {
    return !closed() && room.test(model);
  }
}
