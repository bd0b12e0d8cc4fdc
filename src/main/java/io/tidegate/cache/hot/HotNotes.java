package io.tidegate.cache.hot;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.tiers.SharedNotes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where servers tell each other what is asked most: a note of each, and one that lists the servers.
 *
 * <p>A server that has not been heard of for a day is taken off the list. What a restarted one had
 * told stays for so long, so that a restart forgets little.
 */
final class HotNotes {

  private static final Logger LOG = System.getLogger(HotNotes.class.getName());

  /** The most characters of a note. */
  private static final int LONGEST = 2 << 20;

  private static final String SERVERS = "hot";
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** More attempts than there are servers that write the list in the same moment. */
  private static final int ATTEMPTS = 20;

  private final SharedNotes notes;
  private final String server;
  private final InstantSource wall;

  HotNotes(SharedNotes notes, String server, InstantSource wall) {
    this.notes = requireNonNull(notes, "notes");
    // It is a word in a line of words.
    this.server = server.replaceAll("\\s", "_");
    this.wall = requireNonNull(wall, "wall");
  }

  /** Tells the others; false if that failed. */
  boolean publish(HotList list) {
    try {
      return write(note(server), list.text(LONGEST)) && enlist();
    } catch (IOException unreachable) {
      return false;
    }
  }

  /** What the others told; what cannot be read is left out. */
  List<HotList> others() {
    List<HotList> lists = new ArrayList<>();
    try {
      Map<String, Long> known = parse(notes.get(SERVERS));
      known.remove(server);
      for (String other : known.keySet()) {
        read(note(other), lists);
      }
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "hot keys of the other servers are out of reach");
    }
    return lists;
  }

  private void read(String name, List<HotList> lists) throws IOException {
    String text = notes.get(name);
    if (text == null || text.isEmpty()) {
      return;
    }
    try {
      lists.add(HotList.parse(text));
    } catch (IllegalArgumentException foreign) {
      LOG.log(Level.WARNING, "hot keys of another server are in a form not known here");
    }
  }

  private boolean enlist() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String before = notes.get(SERVERS);
      Map<String, Long> known = parse(before);
      List<String> gone = new ArrayList<>(known.keySet());
      known.values().removeIf(heard -> heard < wall.millis() - REMEMBERED.toMillis());
      known.put(server, wall.millis());
      gone.removeAll(known.keySet());
      if (notes.replace(SERVERS, before, text(known))) {
        for (String name : gone) {
          var unused = write(note(name), null);
        }
        return true;
      }
    }
    return false;
  }

  private boolean write(String name, String text) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String before = notes.get(name);
      if ((before == null && text == null) || notes.replace(name, before, text)) {
        return true;
      }
    }
    return false;
  }

  private static String note(String server) {
    return SERVERS + "/" + server;
  }

  private static String text(Map<String, Long> servers) {
    StringBuilder lines = new StringBuilder();
    servers.forEach((name, heard) -> lines.append(name).append(' ').append(heard).append('\n'));
    return lines.toString();
  }

  /** Lines that are broken are left out, and gone once the list is written again. */
  private static Map<String, Long> parse(String text) {
    Map<String, Long> servers = new TreeMap<>();
    for (String line : text == null ? new String[0] : text.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && words[1].matches("\\d{1,18}")) {
        servers.put(words[0], Long.parseLong(words[1]));
      }
    }
    return servers;
  }
}
