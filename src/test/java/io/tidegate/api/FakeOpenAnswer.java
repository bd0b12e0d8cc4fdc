package io.tidegate.api;

/** An answer that counts what it is told. */
final class FakeOpenAnswer implements OpenAnswers.OpenAnswer {

  private final Peer peer;
  private final long silentSince;
  int heartbeats;
  int gone;

  FakeOpenAnswer(Peer peer, long silentSince) {
    this.peer = peer;
    this.silentSince = silentSince;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public long silentSince() {
    return silentSince;
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
