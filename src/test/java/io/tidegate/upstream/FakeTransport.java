package io.tidegate.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/** A connection that counts what it is told. */
final class FakeTransport implements AttemptTransport {

  private final AtomicInteger aborts = new AtomicInteger();
  private final AtomicInteger resumes = new AtomicInteger();

  @Override
  public void abort() {
    aborts.incrementAndGet();
  }

  @Override
  public void resume() {
    resumes.incrementAndGet();
  }

  boolean aborted() {
    return aborts.get() > 0;
  }

  int resumes() {
    return resumes.get();
  }
}
