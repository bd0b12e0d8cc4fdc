package io.tidegate.switches;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Turns;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Those who follow the state of the switches.
 *
 * <p>One thread at a time shows them the newest state; others leave word, so that no lock is held
 * while a listener is at it: it may take long, wait for others and turn switches itself. INVARIANT:
 * after each change each listener is shown the state that holds then, or a newer one, and never an
 * older one after a newer. Thread-safe.
 */
final class SwitchListeners {

  private static final Logger LOG = System.getLogger(SwitchListeners.class.getName());

  private final Supplier<SwitchState> state;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Turns turns = new Turns();

  /** Nobody follows {@code state}. */
  SwitchListeners(Supplier<SwitchState> state) {
    this.state = requireNonNull(state, "state");
  }

  /** Shows {@code listener} the state, and each that comes. */
  void add(Consumer<SwitchState> listener) {
    listeners.add(new Listener(listener));
    show();
  }

  /** To be called after each change, without a lock. */
  void show() {
    turns.take(() -> listeners.forEach(listener -> listener.show(state.get())));
  }

  /** One of them, and what it was shown last; only whose turn it is touches that. */
  private static final class Listener {

    private final Consumer<SwitchState> consumer;
    private SwitchState shown;

    private Listener(Consumer<SwitchState> consumer) {
      this.consumer = requireNonNull(consumer, "consumer");
    }

    private void show(SwitchState newest) {
      if (newest == shown) {
        return;
      }
      shown = newest;
      try {
        consumer.accept(newest);
      } catch (RuntimeException mistake) {
        LOG.log(Level.ERROR, "a change of the switches was not followed by all", mistake);
      }
    }
  }
}
