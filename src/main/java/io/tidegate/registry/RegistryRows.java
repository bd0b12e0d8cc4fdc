package io.tidegate.registry;

import java.util.List;
import java.util.Optional;

/**
 * Where the entries of the registry are kept. Waits for it; throws {@link
 * io.tidegate.store.StoreException} if it fails, and then nothing was done. Thread-safe.
 */
interface RegistryRows {

  /** The number that each change raises; cheap. */
  long version();

  /** All that there is, with a version of which nothing is missing. */
  RegistrySnapshot read();

  /** Writes a new entry; nothing if there is one of that name. */
  default Optional<RegistryEntry> insert(String kind, String name, String content) {
    return insert(kind, name, content, List.of());
  }

  /** The same for one that follows {@code leaders}; nothing either if one of these is gone. */
  Optional<RegistryEntry> insert(
      String kind, String name, String content, List<RegistryEntry> leaders);

  /** Writes {@code content} in the place of {@code seen}; nothing if that is no more. */
  Optional<RegistryEntry> replace(RegistryEntry seen, String content);

  /** Removes {@code seen} with those that go with it; false if that is no more. */
  boolean delete(RegistryEntry seen, List<Follower> followers);
}
