package io.tidegate.api.open;

import io.tidegate.api.entry.ClientConnection;
import io.tidegate.exchange.Deadline;
import java.time.Duration;

/** An answer that counts what it is told; its client waits for ten minutes. */
final class FakeOpenAnswer implements OpenAnswers.OpenAnswer {

  private final ClientConnection peer;
  private final long silentSince;
  private final Deadline deadline;
  int heartbeats;
  int overdue;
  int gone;

  FakeOpenAnswer(ClientConnection peer, long silentSince) {
    this.peer = peer;
    this.silentSince = silentSince;
    this.deadline = Deadline.after(silentSince, Duration.ofMinutes(10));
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
    return true;
  }

  @Override
  public void overdue() {
    overdue++;
  }

  @Override
  public void heartbeat() {
    heartbeats++;
  }

  @Override
  public void clientGone() {
    gone++;
  }
}
