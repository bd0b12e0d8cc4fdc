package io.tidegate.api.open;

import io.tidegate.api.entry.ClientConnection;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.open.OpenAnswers.OpenAnswer;
import io.tidegate.exchange.Deadline;

/**
 * What a writer is told of its client while it waits.
 *
 * <p>Told by any thread; each news but the same again makes the writer look.
 */
public final class OpenCall implements OpenAnswer {

  private final ClientConnection peer;
  private final Deadline deadline;
  private final boolean stream;
  private final Runnable look;
  private volatile boolean heartbeatDue;
  private volatile boolean gone;
  private volatile boolean overdue;
  private volatile long silentSince;

  /**
   * The client of {@code visit}.
   *
   * @param deadline until when it waits
   * @param stream whether it is sent a stream
   * @param look taken by its writer when there is news
   */
  public OpenCall(Visit visit, Deadline deadline, boolean stream, Runnable look) {
    this.peer = visit.peer();
    this.deadline = deadline;
    this.stream = stream;
    this.look = look;
    this.silentSince = visit.arrived();
  }

  @Override
  public ClientConnection peer() {
    return peer;
  }

  @Override
  public long silentSince() {
    return silentSince;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public boolean stream() {
    return stream;
  }

  @Override
  public void heartbeat() {
    heartbeatDue = true;
    look.run();
  }

  @Override
  public void overdue() {
    if (!overdue) {
      overdue = true;
      look.run();
    }
  }

  @Override
  public void clientGone() {
    gone = true;
    look.run();
  }

  /** Writer: the client has heard something just now. */
  public void heard(long now) {
    heartbeatDue = false;
    silentSince = now;
  }

  /** Whether its client should hear that it still lives. */
  public boolean isHeartbeatDue() {
    return heartbeatDue;
  }

  /** Whether its deadline has passed. */
  public boolean isOverdue() {
    return overdue;
  }

  /** Whether its client has left. */
  public boolean isGone() {
    return gone;
  }
}
