package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.cache.CacheView;
import io.tidegate.cache.tiers.PurgeScope;
import java.util.List;
import java.util.Locale;

/** Shows the cache to an administrator. */
final class CacheJson {

  private CacheJson() {}

  static String of(CacheView view) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("l1")
        .put("entries", view.l1().entries())
        .put("bytes", view.l1().bytes())
        .put("maxBytes", view.l1().maxBytes())
        .put("hits", view.l1().hits())
        .put("misses", view.l1().misses())
        .put("hitRatio", view.l1().hitRatio())
        .put("evictions", view.l1().evictions());
    json.putObject("l2")
        .put("present", view.l2().present())
        .put("hits", view.l2().hits())
        .put("misses", view.l2().misses())
        .put("hitRatio", view.l2().hitRatio())
        .put("failures", view.l2().failures());
    json.put("flights", view.calls().flights());
    json.put("collapsed", view.calls().collapsed());
    json.put("stale", view.calls().stale());
    ObjectNode top = json.putObject("top");
    add(top.putArray("byHits"), view.byHits());
    add(top.putArray("byBytes"), view.byBytes());
    return json.toString();
  }

  /** Says what was purged. */
  static String of(PurgeScope purged) {
    String what = purged.kind().name().toLowerCase(Locale.ROOT);
    return JsonNodeFactory.instance
        .objectNode()
        .put("purged", purged.value().isEmpty() ? what : what + " " + purged.value())
        .toString();
  }

  private static void add(ArrayNode list, List<CacheView.Hot> questions) {
    for (CacheView.Hot hot : questions) {
      list.addObject()
          .put("key", hot.key())
          .put("hits", hot.hits())
          .put("bytes", hot.bytes())
          .put("model", hot.model());
    }
  }
}
