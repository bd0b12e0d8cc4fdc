package io.tidegate.api.jobs;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.api.jobs.DeadLetterListJson.RetriedJson;
import io.tidegate.exchange.Failure;
import io.tidegate.store.BrokerException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Lets an administrator deal with messages that nobody could process; thread-safe. Requests must be
 * suspended.
 */
public final class HttpDeadLetters {

  /** What is to be done at the broker; gives the wire record that tells of it. */
  private interface Errand {
    Record run() throws BrokerException;
  }

  /** What is done with one letter; false if there is no such one. */
  private interface Deed {
    boolean to(String id) throws BrokerException;
  }

  private final DeadLetterDesk desk;
  private final HttpBlockingWork bench;

  /** The dead letters' endpoints over {@code desk}. */
  public HttpDeadLetters(DeadLetterDesk desk, HttpBlockingWork bench) {
    this.desk = requireNonNull(desk, "desk");
    this.bench = requireNonNull(bench, "bench");
  }

  /** Shows the oldest letters. */
  void list(HttpServletRequest http) {
    serve(http, desk::list);
  }

  /** Has the work of one letter tried again. */
  void retry(HttpServletRequest http, String id) {
    serve(http, () -> one(desk::retry, id, new RetriedJson(1)));
  }

  /** Throws one letter away. */
  void purge(HttpServletRequest http, String id) {
    serve(http, () -> one(desk::purge, id, new PurgedJson(1)));
  }

  /** Throws all letters away. */
  void purgeAll(HttpServletRequest http) {
    serve(http, () -> new PurgedJson(desk.purgeAll()));
  }

  private static Record one(Deed deed, String id, Record done) throws BrokerException {
    if (!deed.to(id)) {
      throw Failure.ofParam(NOT_FOUND, "id", "There is no such dead letter.").asException();
    }
    return done;
  }

  private void serve(HttpServletRequest http, Errand errand) {
    bench.answer(
        HttpVisit.own(http),
        () -> {
          try {
            return errand.run();
          } catch (BrokerException away) {
            throw Failure.of(STORE_UNAVAILABLE, "The broker is away.").asException();
          }
        });
  }
}
