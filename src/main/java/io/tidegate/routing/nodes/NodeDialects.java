package io.tidegate.routing.nodes;

import io.tidegate.exchange.DialectName;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which dialects a node speaks, and below which paths.
 *
 * @param paths the path of each that was named, empty for that of the node's address; empty if none
 *     was named, so that all are tried and what the node lacks is learned
 */
public record NodeDialects(Map<DialectName, String> paths) {

  /** Of a node of which nothing was said. */
  public static final NodeDialects ANY = new NodeDialects(Map.of());

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  /** DeepSeek has Anthropic's API at a path of its own. */
  private static final String DEEPSEEK = "api.deepseek.com";

  private static final String DEEPSEEKS_MESSAGES = "/anthropic/v1";

  public NodeDialects {
    paths =
        paths.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(Map.copyOf(paths)));
  }

  /**
   * The dialects that {@code items} name, each {@code name} or {@code name=/path}: no address of
   * its own, since the node's key goes there.
   *
   * @throws InvalidNodeException with the rule that was broken
   */
  public static NodeDialects parse(Iterable<String> items) {
    Map<DialectName, String> paths = new EnumMap<>(DialectName.class);
    for (String item : items) {
      int equals = item.indexOf('=');
      String name = equals < 0 ? item : item.substring(0, equals).strip();
      String path = equals < 0 ? "" : item.substring(equals + 1).strip();
      if (equals >= 0 && !PATH.matcher(path).matches()) {
        throw invalid("must give a path after '=', as in messages=/anthropic/v1");
      }
      DialectName dialect =
          DialectName.of(name)
              .orElseThrow(() -> invalid("must name some of chat, responses and messages"));
      paths.put(dialect, path);
    }
    return new NodeDialects(paths);
  }

  /** Whether the node may be asked in {@code dialect}. */
  public boolean speaks(DialectName dialect) {
    return paths.isEmpty() || paths.containsKey(dialect);
  }

  /** How {@link #parse} would have it. */
  public List<String> items() {
    List<String> items = new ArrayList<>();
    paths.forEach(
        (dialect, path) ->
            items.add(path.isEmpty() ? dialect.label() : dialect.label() + "=" + path));
    return items;
  }

  /** The paths of dialects that are not below that of {@code url}, the node's address. */
  Map<DialectName, String> elsewhere(URI url) {
    Map<DialectName, String> elsewhere = new EnumMap<>(DialectName.class);
    paths.forEach(
        (dialect, path) -> {
          if (!path.isEmpty()) {
            elsewhere.put(dialect, path);
          }
        });
    if (DEEPSEEK.equalsIgnoreCase(url.getHost())) {
      elsewhere.putIfAbsent(DialectName.MESSAGES, DEEPSEEKS_MESSAGES);
    }
    return elsewhere;
  }

  private static InvalidNodeException invalid(String rule) {
    return new InvalidNodeException("dialects", rule);
  }
}
