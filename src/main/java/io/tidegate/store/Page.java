package io.tidegate.store;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items what is in it, in the list's order
 * @param more whether others follow; their cursor is the id of the last one here
 */
public record Page<T>(List<T> items, boolean more) {

  public Page {
    items = List.copyOf(items);
  }

  /** The first {@code limit} of {@code found}, which has more if others follow. */
  public static <T> Page<T> of(List<T> found, int limit) {
    boolean more = found.size() > limit;
    return new Page<>(more ? found.subList(0, limit) : found, more);
  }
}
