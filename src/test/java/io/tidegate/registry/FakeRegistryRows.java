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

  /** A registry that keeps what it is told here. */
  public Registry registry() {
    return new Registry(this);
  }

  /** Fails from now on, or does so no more. */
  public synchronized void away(boolean now) {
    away = now;
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
  public synchronized Optional<RegistryEntry> insert(String kind, String name, String content) {
    check();
    boolean taken =
        entries.stream().anyMatch(one -> one.kind().equals(kind) && one.name().equals(name));
    return taken ? Optional.empty() : Optional.of(add(kind, name, content));
  }

  @Override
  public synchronized Optional<RegistryEntry> replace(RegistryEntry seen, String content) {
    check();
    return entries.remove(seen)
        ? Optional.of(add(seen.kind(), seen.name(), content))
        : Optional.empty();
  }

  @Override
  public synchronized boolean delete(RegistryEntry seen, List<Follower> followers) {
    check();
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

  private void check() {
    if (away) {
      throw new StoreException(new SQLException("no connection", "08001"));
    }
  }
}
