package io.tidegate.bench;

import io.tidegate.bench.Timeline.Column;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the calls; for one thread.
 *
 * <p>Calls due before the summary begins are in the timeline and in {@code all} only. Conservation
 * law over the others: {@code offered == answered + failed + unfinished}.
 */
final class Tally {

  /** Attempts with one status, by whether they were told when to come back. */
  static final class Refusals {
    long told;
    long untold;
  }

  final SortedMap<Integer, Refusals> refusals = new TreeMap<>();
  final Latencies answers = new Latencies();
  final Latencies refusalTimes = new Latencies();
  final Latencies lags = new Latencies();
  long all;
  long offered;
  long attempts;
  long within;
  long failed;
  long improper;
  long broken;
  long resent;
  long connections;

  private final Timeline timeline;
  private final long from;
  private final long objective;

  /**
   * Nothing yet.
   *
   * @param from the nano reading at which the summary begins
   * @param objective nanoseconds from due to answered for a good call
   */
  Tally(Timeline timeline, long from, long objective) {
    this.timeline = timeline;
    this.from = from;
    this.objective = objective;
  }

  void arrived(ClientCall call) {
    timeline.count(Column.OFFERED, call.due());
    all++;
    offered += weight(call);
  }

  void sent(ClientCall call, long now) {
    timeline.count(Column.SENT, now);
    attempts += weight(call);
    if (counts(call)) {
      lags.add(now - call.attemptDue());
    }
  }

  void answered(ClientCall call, long now) {
    timeline.count(Column.ANSWERED, now);
    boolean good = now - call.due() <= objective;
    if (good) {
      timeline.count(Column.GOOD, call.due());
    }
    if (counts(call)) {
      answers.add(now - call.due());
      within += good ? 1 : 0;
    }
  }

  /** A response that is no answer: a refusal, another error, or a 200 that does not hold one. */
  void refused(ClientCall call, ResponseReader response, long now) {
    timeline.count(Column.REFUSED, now);
    if (!counts(call)) {
      return;
    }
    if (response.status() == 200) {
      improper++;
      return;
    }
    Refusals same = refusals.computeIfAbsent(response.status(), status -> new Refusals());
    if (response.retryAfter() >= 0) {
      same.told++;
    } else {
      same.untold++;
    }
    refusalTimes.add(now - call.attemptDue());
  }

  /** The connection could not be opened, or ended before the response did. */
  void broken(ClientCall call, long now) {
    timeline.count(Column.BROKEN, now);
    broken += weight(call);
  }

  /** The client gives up. */
  void failed(ClientCall call) {
    failed += weight(call);
  }

  long unfinished() {
    return offered - answers.count() - failed;
  }

  private boolean counts(ClientCall call) {
    return call.due() - from >= 0;
  }

  private int weight(ClientCall call) {
    return counts(call) ? 1 : 0;
  }
}
