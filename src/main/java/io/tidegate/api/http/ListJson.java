package io.tidegate.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.store.Page;
import java.util.function.Function;

/** Shows lists, and the times of what is in them, as OpenAI's API does. */
public final class ListJson {

  private ListJson() {}

  /** {@code page}, whose items {@code shown} shows, each with its {@code id}. */
  public static <T> String of(Page<T> page, Function<T, ObjectNode> shown) {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    page.items().forEach(item -> data.add(shown.apply(item)));
    list.set("first_id", data.path(0).get("id"));
    list.set("last_id", data.path(data.size() - 1).get("id"));
    return list.put("has_more", page.more()).toString();
  }

  /** A time in epoch seconds; null for one that was not reached, which is 0. */
  public static Long seconds(long millis) {
    return millis == 0 ? null : (Long) Math.floorDiv(millis, 1000L);
  }
}
