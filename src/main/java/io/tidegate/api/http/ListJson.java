package io.tidegate.api.http;

import io.tidegate.store.Page;
import java.util.List;
import java.util.function.Function;

/** Makes the lists of the API, and the times of what is in them, as OpenAI's API shows them. */
public final class ListJson {

  /**
   * Makes the wire record of a list.
   *
   * @param <J> the wire record of an item
   * @param <L> the wire record of the list
   */
  public interface Maker<J, L> {

    /** The list of {@code data}; the ids of its ends are null if it is empty. */
    L make(String object, List<J> data, String firstId, String lastId, boolean hasMore);
  }

  private ListJson() {}

  /**
   * The list of what is on {@code page}.
   *
   * @param shown makes an item's wire record
   * @param id tells the id of a wire record
   */
  public static <T, J, L> L of(
      Page<T> page, Function<T, J> shown, Function<J, String> id, Maker<J, L> maker) {
    List<J> data = page.items().stream().map(shown).toList();
    String first = data.isEmpty() ? null : id.apply(data.get(0));
    String last = data.isEmpty() ? null : id.apply(data.get(data.size() - 1));
    return maker.make("list", data, first, last, page.more());
  }

  /** A time in epoch seconds; null for one that was not reached, which is 0. */
  public static Long seconds(long millis) {
    return millis == 0 ? null : (Long) Math.floorDiv(millis, 1000L);
  }
}
