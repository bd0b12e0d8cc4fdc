package io.tidegate.broker;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What classes of one loader have left in thread locals of threads that are not theirs.
 *
 * <p>The server's threads outlive an application, and one value of such a class on one of them
 * holds all of its classes, and through the server's notes on them all that was deployed with them.
 * The broker's client leaves such values on each thread that opens, uses or closes a session.
 */
final class LeftOnThreads {

  /** A change of the server's configuration starts an adapter before it stops the one before it. */
  private static final AtomicInteger USERS = new AtomicInteger();

  private LeftOnThreads() {}

  /** Notes that an adapter has started. */
  static void use() {
    USERS.incrementAndGet();
  }

  /**
   * Notes that an adapter of {@code loader} has stopped; with the last, all goes off all threads.
   */
  static void leave(ClassLoader loader) {
    if (USERS.decrementAndGet() == 0) {
      remove(loader);
    }
  }

  /**
   * Takes them off all threads, when no code of {@code loader} uses its thread locals any more.
   * Does nothing where {@code java.lang} is not open to this class ({@code --add-opens}).
   */
  static void remove(ClassLoader loader) {
    Fields.open().ifPresent(fields -> removeAll(fields, loader));
  }

  private static void removeAll(Fields fields, ClassLoader loader) {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        Object map = fields.map.get(thread);
        if (map != null) {
          for (Object entry : (Object[]) fields.table.get(map)) {
            forget(fields, entry, loader);
          }
        }
      }
    } catch (IllegalAccessException impossible) {
      throw new AssertionError("fields that were opened", impossible);
    }
  }

  /**
   * Only the value goes: to take the entry away would be the owning thread's part, for its map has
   * no lock. That thread clears the entry when it next comes upon it, since its key is gone.
   */
  private static void forget(Fields fields, Object entry, ClassLoader loader)
      throws IllegalAccessException {
    if (entry != null) {
      Object value = fields.value.get(entry);
      if (value != null && value.getClass().getClassLoader() == loader) {
        fields.value.set(entry, null);
      }
    }
  }

  /** A thread's map, the map's table, and an entry's value. */
  private record Fields(Field map, Field table, Field value) {

    static Optional<Fields> open() {
      try {
        Field map = Thread.class.getDeclaredField("threadLocals");
        Field table = map.getType().getDeclaredField("table");
        Field value = table.getType().getComponentType().getDeclaredField("value");
        map.setAccessible(true);
        table.setAccessible(true);
        value.setAccessible(true);
        return Optional.of(new Fields(map, table, value));
      } catch (NoSuchFieldException | InaccessibleObjectException closed) {
        return Optional.empty();
      }
    }
  }
}
