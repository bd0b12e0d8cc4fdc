package io.tidegate.scaling;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What one server sees of the load.
 *
 * <p>Its text is one line of words, for the other servers: the gateway's figures, then for each
 * model its name, encoded, and its figures.
 *
 * @param gateway its own load
 * @param pools what the calls that came to it ask of the nodes, by model
 */
public record ServerLoad(GatewayLoad gateway, Map<String, PoolLoad> pools) {

  private static final int GATEWAY_WORDS = 3;
  private static final int POOL_WORDS = 7;

  public ServerLoad {
    pools = Map.copyOf(pools);
  }

  /** The load in {@code text}, which {@link #text} made; an IllegalArgumentException if not. */
  static ServerLoad parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length < GATEWAY_WORDS || (words.length - GATEWAY_WORDS) % POOL_WORDS != 0) {
      throw new IllegalArgumentException("not the load of a server: " + words.length + " words");
    }
    Map<String, PoolLoad> pools = new TreeMap<>();
    for (int i = GATEWAY_WORDS; i < words.length; i += POOL_WORDS) {
      pools.put(
          URLDecoder.decode(words[i], StandardCharsets.UTF_8),
          new PoolLoad(
              Integer.parseInt(words[i + 1]),
              figure(words[i + 2]),
              figure(words[i + 3]),
              figure(words[i + 4]),
              figure(words[i + 5]),
              figure(words[i + 6])));
    }
    return new ServerLoad(
        new GatewayLoad(figure(words[0]), figure(words[1]), figure(words[2])), pools);
  }

  private static double figure(String word) {
    double figure = Double.parseDouble(word);
    if (!(figure >= 0 && figure < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("not a figure of load: " + word);
    }
    return figure;
  }

  /** One line. */
  String text() {
    StringJoiner words = new StringJoiner(" ");
    words.add(gateway.processors() + " " + gateway.memory() + " " + gateway.offered());
    pools.forEach(
        (model, load) ->
            words
                .add(URLEncoder.encode(model, StandardCharsets.UTF_8))
                .add(Integer.toString(load.present()))
                .add(Double.toString(load.inUse()))
                .add(Double.toString(load.waiting()))
                .add(Double.toString(load.refused()))
                .add(Double.toString(load.places()))
                .add(Double.toString(load.saturation())));
    return words.toString();
  }
}
