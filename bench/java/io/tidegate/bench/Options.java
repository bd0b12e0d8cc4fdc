package io.tidegate.bench;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line asks for: {@code --name value} pairs, and flags without a value. */
final class Options {

  static final String USAGE =
      """
      OpenLoop --url URL (--rate R --seconds S | --phases R:S,R:S,...) and, optionally
        --stream             ask for streams
        --while FILE         end when FILE is no longer there, if the time is not over sooner
        --constant           arrivals at even distances; otherwise Poisson's
        --seed N             of the arrivals and of the pauses before retries (1)
        --settle S           leave out of the summary what is due in the first S seconds (0)
        --retries N          retry as OpenAI's SDKs do (0)
        --key KEY            the API key
        --header H           one more header, as "name: value"
        --model NAME         the model (deepseek-flash)
        --objective-ms MS    an answer is within the objective so long after its due time (2000)
        --repeats SHARE      of the calls asks one of --popular N questions by Zipf's law, and all of them
                             at temperature 0, so that answers may be kept (0: each asks its own)
        --drain S            how long to wait for answers after the last arrival (20)
        --connections N      the clients have so many, open before the first call, as pools of applications that
                             have run for long; a call waits in its client for one to be free (0: each opens one)
        --csv FILE           figures of each second
      """;

  private static final List<String> FLAGS = List.of("--stream", "--constant");
  private static final List<String> NAMES =
      List.of(
          "--url",
          "--rate",
          "--seconds",
          "--phases",
          "--while",
          "--seed",
          "--settle",
          "--retries",
          "--key",
          "--header",
          "--model",
          "--objective-ms",
          "--repeats",
          "--popular",
          "--drain",
          "--connections",
          "--csv");

  private final Map<String, String> given = new HashMap<>();

  /** Reads {@code arguments}; a wrong one is an {@link IllegalArgumentException}. */
  Options(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (FLAGS.contains(name)) {
        given.put(name, "");
      } else if (NAMES.contains(name) && i + 1 < arguments.length) {
        given.put(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException("what is " + name + "? " + Arrays.toString(arguments));
      }
    }
    if (!given.containsKey("--url")) {
      throw new IllegalArgumentException("--url is missing");
    }
  }

  URI url() {
    return URI.create(given.get("--url"));
  }

  List<Phase> phases() {
    return given.containsKey("--phases")
        ? Phase.parse(given.get("--phases"))
        : List.of(new Phase(number("--rate", Double.NaN), number("--seconds", Double.NaN)));
  }

  boolean flag(String name) {
    return given.containsKey(name);
  }

  /** The value of {@code name}, or {@code otherwise}, which may be {@code null}. */
  String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  double number(String name, double otherwise) {
    return given.containsKey(name) ? Double.parseDouble(given.get(name)) : otherwise;
  }
}
