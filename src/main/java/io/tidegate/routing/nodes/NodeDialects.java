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
 * @param beta the path of the beta root, empty for that of the node's address; null if none was
 *     named
 */
public record NodeDialects(Map<DialectName, String> paths, String beta) {

  /** Of a node of which nothing was said. */
  public static final NodeDialects ANY = new NodeDialects(Map.of(), null);

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  /** DeepSeek has Anthropic's API at a path of its own. */
  private static final String DEEPSEEK = "api.deepseek.com";

  private static final String DEEPSEEKS_MESSAGES = "/anthropic/v1";

  /** So is what of chat is not in general use. */
  private static final String DEEPSEEKS_BETA = "/beta";

  private static final String BETA = "beta";

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
    String beta = null;
    for (String item : items) {
      int equals = item.indexOf('=');
      String name = equals < 0 ? item : item.substring(0, equals).strip();
      String path = equals < 0 ? "" : item.substring(equals + 1).strip();
      if (equals >= 0 && !PATH.matcher(path).matches()) {
        throw invalid("must give a path after '=', as in messages=/anthropic/v1");
      }
      if (name.equals(BETA)) {
        beta = path;
        continue;
      }
      DialectName dialect =
          DialectName.of(name)
              .orElseThrow(() -> invalid("must name some of chat, responses, messages and beta"));
      paths.put(dialect, path);
    }
    return new NodeDialects(paths, beta);
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
    if (beta != null) {
      items.add(beta.isEmpty() ? BETA : BETA + "=" + beta);
    }
    return items;
  }

  /** Whether nothing was said of what the node has, nor is anything known. */
  boolean unknown(URI url) {
    return paths.isEmpty() && betaRoot(url) == null;
  }

  /** The path of the beta root of a node at {@code url}; null if it has none of which we know. */
  String betaRoot(URI url) {
    if (beta != null) {
      return beta.isEmpty() ? url.getRawPath() : beta;
    }
    return paths.isEmpty() && deepSeeks(url) ? DEEPSEEKS_BETA : null;
  }

  private static boolean deepSeeks(URI url) {
    return DEEPSEEK.equalsIgnoreCase(url.getHost());
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
    if (deepSeeks(url)) {
      elsewhere.putIfAbsent(DialectName.MESSAGES, DEEPSEEKS_MESSAGES);
    }
    return elsewhere;
  }

  private static InvalidNodeException invalid(String rule) {
    return new InvalidNodeException("dialects", rule);
  }
}
