package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import io.tidegate.alerting.Announcements.Due;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Tells a receiver of alerts that begin and end to fire, at least once each. Thread-safe. */
final class Notifier {

  /** The way to the receiver. */
  interface Way {
    /** Sends {@code body}; tells why it did not arrive, or nothing. Never fails. */
    CompletionStage<Optional<String>> send(String id, String body);
  }

  private static final Logger LOG = System.getLogger(Notifier.class.getName());

  private final Announcements announcements;
  private final Way way;
  private final String url;
  private final InstantSource wall;
  private final Executor executor;

  /**
   * A notifier.
   *
   * @param url where this server is reached
   * @param executor for what may wait
   */
  Notifier(
      Announcements announcements, Way way, String url, InstantSource wall, Executor executor) {
    this.announcements = requireNonNull(announcements, "announcements");
    this.way = requireNonNull(way, "way");
    this.url = requireNonNull(url, "url");
    this.wall = requireNonNull(wall, "wall");
    this.executor = requireNonNull(executor, "executor");
  }

  /** Tells of what has changed since the last time; waits for what the servers share. */
  void tick(Alerts alerts) {
    announcements.exchange(alerts.in(Alert.State.FIRING), wall.millis()).forEach(this::send);
  }

  private void send(Due due) {
    var unused =
        way.send(AlertMessage.id(due), AlertMessage.of(due, url, wall.instant()))
            .whenComplete((problem, mistake) -> ended(due, problem, mistake));
  }

  private void ended(Due due, Optional<String> problem, Throwable mistake) {
    if (mistake != null || problem.isPresent()) {
      String why = mistake == null ? problem.orElse("") : mistake.getClass().getName();
      LOG.log(Level.WARNING, "an alert was not told, and will be again: {0}", why);
      return;
    }
    try {
      executor.execute(() -> announcements.told(due));
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "another server tells it again");
    }
  }
}
