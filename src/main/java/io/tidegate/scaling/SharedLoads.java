package io.tidegate.scaling;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.tiers.SharedNotes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where servers tell each other their load: one note with a line for each, {@code server time
 * load}.
 *
 * <p>A server that was not heard of for a quarter of a minute is left out. {@link #others} is
 * thread-safe and does not block; {@link #exchange} may, and is for one thread.
 */
final class SharedLoads {

  private static final Logger LOG = System.getLogger(SharedLoads.class.getName());

  /** How long what a server told holds, in milliseconds. */
  private static final long REMEMBERED = Duration.ofSeconds(15).toMillis();

  private static final String NOTE = "scaling";
  private static final int FIELDS = 3;

  /** More attempts than there are servers that write in the same moment. */
  private static final int ATTEMPTS = 20;

  /** A line of another server. */
  private record Told(long at, String load) {}

  private final SharedNotes notes;
  private final String server;
  private final InstantSource wall;
  private volatile List<ServerLoad> others = List.of();
  private volatile long heard;

  /** Notes shared by servers of which this is {@code server}. */
  SharedLoads(SharedNotes notes, String server, InstantSource wall) {
    this.notes = requireNonNull(notes, "notes");
    this.server = server.replaceAll("\\s", "_");
    this.wall = requireNonNull(wall, "wall");
  }

  /** What the other servers told last; nothing once they cannot be heard. */
  List<ServerLoad> others() {
    return wall.millis() - heard < REMEMBERED ? others : List.of();
  }

  /** Tells the others {@code load}, and learns theirs. */
  void exchange(ServerLoad load) {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        String before = notes.get(NOTE);
        long now = wall.millis();
        Map<String, Told> told = parse(before);
        told.values().removeIf(other -> Math.abs(now - other.at()) >= REMEMBERED);
        told.put(server, new Told(now, load.text()));
        if (notes.replace(NOTE, before, text(told))) {
          told.remove(server);
          others = loads(told);
          heard = now;
          return;
        }
      }
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "the load of the other servers is out of reach", unreachable);
    }
  }

  private static List<ServerLoad> loads(Map<String, Told> told) {
    return told.values().stream().map(Told::load).flatMap(SharedLoads::readable).toList();
  }

  private static Stream<ServerLoad> readable(String text) {
    try {
      return Stream.of(ServerLoad.parse(text));
    } catch (IllegalArgumentException foreign) {
      LOG.log(Level.WARNING, "another server's load is in a form not known here");
      return Stream.empty();
    }
  }

  private static String text(Map<String, Told> told) {
    StringBuilder lines = new StringBuilder();
    told.forEach(
        (name, one) ->
            lines
                .append(name)
                .append(' ')
                .append(one.at())
                .append(' ')
                .append(one.load())
                .append('\n'));
    return lines.toString();
  }

  /** Lines that are broken are left out, and gone once the note is written again. */
  private static Map<String, Told> parse(String text) {
    Map<String, Told> told = new TreeMap<>();
    for (String line : text == null ? new String[0] : text.split("\n", -1)) {
      String[] words = line.split(" ", FIELDS);
      if (words.length == FIELDS && words[1].matches("\\d{1,18}")) {
        told.put(words[0], new Told(Long.parseLong(words[1]), words[2]));
      }
    }
    return told;
  }
}
