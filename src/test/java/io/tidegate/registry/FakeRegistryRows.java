package io.tidegate.registry;

import io.tidegate.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows in memory, which several registries may share; they can be away. Thread-safe. */
public final class FakeRegistryRows implements RegistryRows {

  private final List<RegistryEntry> entries = new ArrayList<>();
  private long version;
  private int reads;
  private boolean away;
  private Runnable first = () -> {};

  /** A registry that keeps what it is told here. */
  public Registry registry() {
    return new Registry(this);
  }

  /** Fails from now on, or does so no more. */
  public synchronized void away(boolean now) {
    away = now;
  }

  /** Does {@code what} in the moment before the next change is made. */
  public synchronized void beforeTheNextChange(Runnable what) {
    first = what;
  }

  /** How often all was read. */
  synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized long version() {
    check();
    return version;
  }

  @Override
  public synchronized RegistrySnapshot read() {
    check();
    reads++;
    return RegistrySnapshot.of(version, entries);
  }

  @Override
  public synchronized Optional<RegistryEntry> insert(
      String kind, String name, String content, List<RegistryEntry> leaders) {
    begin();
    boolean possible =
        !holds(kind, name)
            && leaders.stream().allMatch(leader -> holds(leader.kind(), leader.name()));
    return possible ? Optional.of(add(kind, name, content)) : Optional.empty();
  }

  private boolean holds(String kind, String name) {
    return entries.stream().anyMatch(one -> one.kind().equals(kind) && one.name().equals(name));
  }

  @Override
  public synchronized Optional<RegistryEntry> replace(RegistryEntry seen, String content) {
    begin();
    return entries.remove(seen)
        ? Optional.of(add(seen.kind(), seen.name(), content))
        : Optional.empty();
  }

  @Override
  public synchronized boolean delete(RegistryEntry seen, List<Follower> followers) {
    begin();
    boolean deleted = entries.remove(seen);
    if (deleted) {
      version++;
      entries.removeIf(
          entry -> followers.stream().anyMatch(follower -> follower.goes(seen, entry)));
    }
    return deleted;
  }

  private RegistryEntry add(String kind, String name, String content) {
    version++;
    RegistryEntry written = new RegistryEntry(kind, name, version, content);
    entries.add(written);
    return written;
  }

  private void begin() {
    check();
    Runnable now = first;
    first = () -> {};
    now.run();
  }

  private void check() {
    if (away) {
      throw new StoreException(new SQLException("no connection", "08001"));
    }
  }
}
