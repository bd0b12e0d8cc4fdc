package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.cache.tiers.SharedNotes;
import io.tidegate.work.Complaint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Sees to it that the servers of a cluster tell a receiver once of each alert, however many of them
 * it fires on: that it fires when it fires on the first, that it is over when it is on the last.
 *
 * <p>One note holds what fires where, and who tells of it. A server that has not been heard of for
 * {@link #SILENCE} fires no more. Servers to which the notes are out of reach go by what they last
 * saw of them, each for itself, so that an alarm may come twice then rather than not at all. What
 * has no place in the note is told of later, if it still fires then, and complained of in the log.
 * Thread-safe; it may wait.
 */
final class Announcements {

  /**
   * What is to be told.
   *
   * @param id what the alert is known by
   * @param fires whether it begins or ends
   */
  record Due(String id, SharedAlert.Text text, boolean fires) {}

  static final Duration SILENCE = Duration.ofMinutes(1);

  /** For so long a server may take to tell. */
  static final Duration TURN = Duration.ofMinutes(1);

  /** After so many failures nobody is told any more that an alert is over. */
  private static final int MOST_TRIES = 20;

  private static final Logger LOG = System.getLogger(Announcements.class.getName());
  private static final String NOTE = "alerts";
  private static final int ATTEMPTS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, SharedAlert>> TYPE = new TypeReference<>() {};

  private final SharedNotes notes;
  private final String server;
  private final Complaint full = new Complaint(LOG);
  private String last;
  private boolean alone;

  /** The announcements of {@code server}, which no other server is called. */
  Announcements(SharedNotes notes, String server) {
    this.notes = requireNonNull(notes, "notes");
    this.server = requireNonNull(server, "server");
  }

  /** Says what fires here at {@code now}, and takes on what this server is to tell of. */
  synchronized List<Due> exchange(List<Alert> firing, long now) {
    List<Due> due = new ArrayList<>();
    List<Alert> leftOut = new ArrayList<>();
    update(
        known -> {
          due.clear();
          leftOut.clear();
          Map<String, SharedAlert> next = here(known, firing, leftOut, now);
          next.replaceAll((id, alert) -> claimed(id, alert, now, due));
          next.values().removeIf(alert -> !alert.fires() && !alert.told());
          return next;
        });
    complain(leftOut);
    return due;
  }

  private void complain(List<Alert> leftOut) {
    if (leftOut.isEmpty()) {
      full.settle();
    } else {
      full.tell(
          "too many alerts fire for all to be told: {0} are left out, such as {1}",
          Integer.toString(leftOut.size()), leftOut.get(0).name());
    }
  }

  private Map<String, SharedAlert> here(
      Map<String, SharedAlert> known, List<Alert> firing, List<Alert> leftOut, long now) {
    Map<String, SharedAlert> next = new TreeMap<>();
    known.forEach((id, alert) -> next.put(id, alert.without(server, now - SILENCE.toMillis())));
    Map<String, Alert> fresh = new LinkedHashMap<>();
    for (Alert alert : mostUrgentFirst(firing)) {
      String id = Fingerprint.of(alert);
      if (next.computeIfPresent(id, (same, old) -> old.seen(server, now)) == null) {
        fresh.put(id, alert);
      }
    }
    AlertPlaces places = new AlertPlaces(next);
    fresh.forEach(
        (id, alert) -> {
          if (places.find(alert.name(), alert.severity())) {
            next.put(id, SharedAlert.untold(alert).seen(server, now));
          } else {
            leftOut.add(alert);
          }
        });
    return next;
  }

  private static List<Alert> mostUrgentFirst(List<Alert> alerts) {
    return alerts.stream().sorted(Comparator.comparing(Alert::severity)).toList();
  }

  private SharedAlert claimed(String id, SharedAlert alert, long now, List<Due> due) {
    if (!alert.due() || now < alert.until()) {
      return alert;
    }
    if (!alert.fires() && alert.tries() >= MOST_TRIES) {
      return alert.knownAs(false);
    }
    due.add(new Due(id, alert.text(), alert.fires()));
    return alert.claimed(server, now + TURN.toMillis());
  }

  /** The receiver has been told of {@code due}. What failed is left for another turn. */
  synchronized void told(Due due) {
    update(
        known -> {
          Map<String, SharedAlert> next = new TreeMap<>(known);
          next.computeIfPresent(due.id(), (id, alert) -> alert.knownAs(due.fires()));
          next.values().removeIf(alert -> !alert.fires() && !alert.told());
          return next;
        });
  }

  private void update(UnaryOperator<Map<String, SharedAlert>> change) {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        String before = notes.get(NOTE);
        String after = write(change.apply(read(alone ? merged(before) : before)));
        if (written(before, after)) {
          last = after;
          alone = false;
          return;
        }
      }
      LOG.log(Level.DEBUG, "others were faster: alerts are told of at the next occasion");
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "other servers are out of reach: this one tells of its alerts");
      alone = true;
      last = write(change.apply(read(last)));
    }
  }

  private boolean written(String before, String after) throws IOException {
    return Objects.equals(before, after) || notes.replace(NOTE, before, after);
  }

  /** What the note says, and beyond it what was told while it was out of reach. */
  private String merged(String note) {
    Map<String, SharedAlert> all = read(note);
    read(last)
        .forEach(
            (id, own) ->
                all.merge(id, own, (theirs, mine) -> mine.told() ? theirs.knownAs(true) : theirs));
    return write(all);
  }

  private static Map<String, SharedAlert> read(String note) {
    try {
      return note == null ? new TreeMap<>() : JSON.readValue(note, TYPE);
    } catch (JsonProcessingException broken) {
      LOG.log(Level.WARNING, "what servers shared of alerts is not readable, and is begun anew");
      return new TreeMap<>();
    }
  }

  private static String write(Map<String, SharedAlert> alerts) {
    try {
      return alerts.isEmpty() ? null : JSON.writeValueAsString(alerts);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
