package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tells all open consoles how things are: once a second, by one view for all; and the last hour now
 * and then. While nobody looks it does nothing. Thread-safe.
 */
final class NowBroadcast {

  /** More consoles than people: it bounds what they cost. */
  static final int MOST = 100;

  /** As often as there is a new step of the hour. */
  private static final int HOUR_EVERY = 10;

  /** One who looks. */
  interface Reader {

    /**
     * Takes events, without blocking; one that is not told yet may be dropped for a newer one.
     *
     * @param hour the last hour, or null
     */
    void tell(byte[] now, byte[] hour);

    /** There will be no more. */
    void end();
  }

  private final Supplier<byte[]> now;
  private final Supplier<byte[]> hour;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private int ticks;

  /** A broadcast of the events that {@code now} and {@code hour} make. */
  NowBroadcast(Supplier<byte[]> now, Supplier<byte[]> hour) {
    this.now = requireNonNull(now, "now");
    this.hour = requireNonNull(hour, "hour");
  }

  /** Tells {@code reader} from now on; false if there are too many. */
  boolean join(Reader reader) {
    if (readers.size() >= MOST) {
      return false;
    }
    readers.add(reader);
    reader.tell(now.get(), hour.get());
    return true;
  }

  /** Tells {@code reader} no more. */
  void leave(Reader reader) {
    readers.remove(reader);
  }

  /** How many look. */
  int size() {
    return readers.size();
  }

  /** Tells all; to be done every second, by one thread. */
  void tick() {
    if (readers.isEmpty()) {
      return;
    }
    byte[] event = now.get();
    byte[] past = ticks++ % HOUR_EVERY == 0 ? hour.get() : null;
    readers.forEach(reader -> reader.tell(event, past));
  }

  /** Lets all go, since the server stops. */
  void close() {
    readers.forEach(Reader::end);
    readers.clear();
  }
}
