package io.tidegate.switches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Acts, the oldest first; immutable.
 *
 * <p>Of each switch the last act counts while it lasts. So what two servers know is joined by
 * putting their acts together, in any order and as often as one likes, and nothing that one of them
 * forgets is lost.
 */
record SwitchActs(List<SwitchAct> list) {

  /** None. */
  static final SwitchActs NONE = new SwitchActs(List.of());

  /** How many acts are remembered that count no more, or rather: the newest of all. */
  static final int RECENT = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Comparator<SwitchAct> ORDER =
      Comparator.comparing(SwitchAct::at).thenComparing(SwitchAct::toString);

  SwitchActs {
    list = List.copyOf(list);
  }

  /** The acts in {@code text}; none if it is null or broken, and without those not known here. */
  static SwitchActs parse(String text) {
    List<SwitchAct> acts = new ArrayList<>();
    try {
      JsonNode json = JSON.readTree(text == null ? "[]" : text);
      json.forEach(act -> parse(act).ifPresent(acts::add));
    } catch (JsonProcessingException broken) {
      return NONE;
    }
    return new SwitchActs(acts);
  }

  private static Optional<SwitchAct> parse(JsonNode act) {
    try {
      return SwitchName.named(act.path("name").asText())
          .filter(name -> readable(name, act.path("value").textValue()))
          .map(
              name ->
                  new SwitchAct(
                      Instant.parse(act.path("at").asText()),
                      act.path("by").asText(),
                      act.path("on").asBoolean(),
                      name,
                      act.path("value").textValue(),
                      act.path("reason").textValue(),
                      Instant.parse(act.path("until").asText())));
    } catch (DateTimeException broken) {
      return Optional.empty();
    }
  }

  /** Whether this server, which may be older than the one that wrote it, can make use of it. */
  private static boolean readable(SwitchName name, String value) {
    try {
      return switch (name) {
        case BROWNOUT -> true;
        case CACHE_LIFETIME -> value != null && CacheLifetime.parse(value).factor() >= 1;
        case STRATEGY, PUBLIC_TIER, FREEZE, REFUSE_TENANT -> value != null;
      };
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  /** The text for the shared notes: JSON, so that servers of other versions can read it. */
  String text() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (SwitchAct act : list) {
      json.addObject()
          .put("at", act.at().toString())
          .put("by", act.by())
          .put("on", act.on())
          .put("name", act.name().label())
          .put("value", act.value())
          .put("reason", act.reason())
          .put("until", act.until().toString());
    }
    return json.toString();
  }

  /** These and {@code more}, without what neither counts at {@code now} nor is recent. */
  SwitchActs with(Collection<SwitchAct> more, Instant now) {
    TreeSet<SwitchAct> all = new TreeSet<>(ORDER);
    all.addAll(list);
    all.addAll(more);
    List<SwitchAct> ordered = List.copyOf(all);
    Collection<SwitchAct> counting = new SwitchActs(ordered).counting(now).values();
    HashSet<SwitchAct> kept = new HashSet<>(counting);
    kept.addAll(ordered.subList(Math.max(0, ordered.size() - RECENT), ordered.size()));
    return new SwitchActs(ordered.stream().filter(kept::contains).toList());
  }

  /** Whether all of {@code other} are here. */
  boolean has(SwitchActs other) {
    return new HashSet<>(list).containsAll(other.list);
  }

  /** The last act on each switch that lasts at {@code now}, on or off, by the switch's key. */
  Map<String, SwitchAct> counting(Instant now) {
    Map<String, SwitchAct> last = new LinkedHashMap<>();
    list.forEach(act -> last.put(act.key(), act));
    last.values().removeIf(act -> !act.lasts(now));
    return last;
  }

  /** The newest acts, the newest first. */
  List<SwitchAct> recent() {
    List<SwitchAct> newest =
        new ArrayList<>(list.subList(Math.max(0, list.size() - RECENT), list.size()));
    newest.sort(ORDER.reversed());
    return newest;
  }
}
