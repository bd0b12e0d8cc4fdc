package io.tidegate.registry;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StoreException;
import io.tidegate.work.Complaint;
import io.tidegate.work.GuardedDuty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Small values that all servers share: tenants, their keys, what they may have. The truth is in the
 * database; each server holds a copy in memory, asks for the version from time to time, and reads
 * all anew when that has changed. While the database is away what is known goes on to be served.
 *
 * <p>Thread-safe. Reading takes no lock and waits for nobody; {@link #insert}, {@link #replace},
 * {@link #delete} and {@link #look} wait for the database.
 */
public final class Registry {

  /** Who wants to know of one kind. */
  private record Listener(String kind, Consumer<Map<String, RegistryEntry>> told) {}

  private final RegistryRows rows;
  private final Complaint away = new Complaint(System.getLogger(Registry.class.getName()));
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile RegistrySnapshot known = RegistrySnapshot.NONE;

  /** Nothing is known yet of what {@code rows} hold. */
  Registry(RegistryRows rows) {
    this.rows = requireNonNull(rows, "rows");
  }

  /** Whether what the database holds has been read since the start. */
  public boolean isLoaded() {
    return known.version() >= 0;
  }

  /** Those of {@code kind} by name, in order; empty if there are none, or nothing was read yet. */
  public Map<String, RegistryEntry> all(String kind) {
    return known.of(kind);
  }

  /** The one of {@code kind} called {@code name}. */
  public Optional<RegistryEntry> find(String kind, String name) {
    return Optional.ofNullable(known.of(kind).get(name));
  }

  /**
   * Shows {@code listener} those of {@code kind}, and again after each change, of this server or of
   * another: one after the other, and of several changes at once perhaps only the last. It must
   * neither wait nor change the registry.
   */
  public synchronized void onChange(String kind, Consumer<Map<String, RegistryEntry>> listener) {
    Listener one = new Listener(kind, listener);
    listeners.add(one);
    show(one, known);
  }

  /**
   * Has entries of {@code kind} go with those of {@code leaders}, in the transaction that deletes
   * one of these: those of which {@code isOf} says so, given what is deleted and the entry. To be
   * called once for a kind, before anything is deleted.
   */
  public void follow(
      String kind, Set<String> leaders, BiPredicate<RegistryEntry, RegistryEntry> isOf) {
    followers.add(new Follower(kind, leaders, isOf));
  }

  /**
   * Writes a new entry, which this server knows when this returns, and the others soon.
   *
   * @return it, or nothing if there is one of that name
   * @throws StoreException if the database fails; then nothing was written
   */
  public Optional<RegistryEntry> insert(String kind, String name, String content) {
    return seen(rows.insert(kind, name, content));
  }

  /**
   * The same for an entry that {@linkplain #follow follows} {@code leaders}: nothing is written
   * either if one of these is gone by now. Changed it may be.
   */
  public Optional<RegistryEntry> insert(
      String kind, String name, String content, List<RegistryEntry> leaders) {
    return seen(rows.insert(kind, name, content, leaders));
  }

  /**
   * Writes {@code content} in the place of {@code seen}, as {@link #insert} does.
   *
   * @return what it is now, or nothing if it was changed or deleted meanwhile
   */
  public Optional<RegistryEntry> replace(RegistryEntry seen, String content) {
    return seen(rows.replace(seen, content));
  }

  /**
   * Deletes {@code seen}, and what {@linkplain #follow follows} it, as {@link #insert} writes.
   *
   * @return false if it was changed or deleted meanwhile
   */
  public boolean delete(RegistryEntry seen) {
    boolean deleted = rows.delete(seen, followers);
    look();
    return deleted;
  }

  private Optional<RegistryEntry> seen(Optional<RegistryEntry> written) {
    look();
    return written;
  }

  /** Looks whether something has changed; to be called at least once a second. */
  public void look() {
    try {
      if (rows.version() != known.version()) {
        renew();
      }
      away.settle();
    } catch (StoreException failed) {
      away.tell(
          "what other servers change of tenants, keys and quotas is not seen at present: {0}",
          failed.reason());
    }
  }

  private synchronized void renew() {
    RegistrySnapshot read = rows.read();
    RegistrySnapshot before = known;
    if (read.version() == before.version()) {
      return;
    }
    known = read;
    Set<String> changed = before.changed(read);
    List<Listener> concerned = new ArrayList<>(listeners);
    concerned.removeIf(listener -> !changed.contains(listener.kind()));
    concerned.forEach(listener -> show(listener, read));
  }

  private static void show(Listener listener, RegistrySnapshot state) {
    Runnable telling = () -> listener.told().accept(state.of(listener.kind()));
    new GuardedDuty("a change of the registry was not taken in", telling).run();
  }
}
