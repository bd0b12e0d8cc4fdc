package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A call that takes its place from {@code places} and remembers what became of it. */
final class FakeCandidate implements Candidate {

  private final Call call;
  private final long tokens;
  private final Object needs;
  private final AtomicInteger ends = new AtomicInteger();
  private final AtomicInteger claims = new AtomicInteger();
  private final Predicate<FakeCandidate> places;
  private volatile Runnable onStart = () -> {};
  private volatile Runnable onRefusal = () -> {};
  private volatile Failure refused;
  private volatile boolean started;
  private volatile boolean gone;
  private volatile long expectedWait = -1;

  FakeCandidate(Call call, long tokens, Object needs, Predicate<FakeCandidate> places) {
    this.call = call;
    this.tokens = tokens;
    this.needs = needs;
    this.places = places;
  }

  FakeCandidate onStart(Runnable then) {
    onStart = then;
    return this;
  }

  FakeCandidate onRefusal(Runnable then) {
    onRefusal = then;
    return this;
  }

  void goAway() {
    gone = true;
  }

  @Override
  public Call call() {
    return call;
  }

  @Override
  public String lane() {
    return call.model();
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public Object needs() {
    return needs;
  }

  @Override
  public Runnable claim(long wait) {
    expectedWait = wait;
    claims.incrementAndGet();
    return places.test(this) ? this::start : null;
  }

  @Override
  public Failure inVain(long until) {
    return null;
  }

  @Override
  public void refuse(Failure why) {
    refused = why;
    ends.incrementAndGet();
    onRefusal.run();
  }

  @Override
  public boolean gone() {
    return gone;
  }

  /** Makes it ready to enter again. */
  void retry() {
    started = false;
    ends.set(0);
  }

  boolean started() {
    return started;
  }

  Failure refused() {
    return refused;
  }

  ErrorCode refusedFor() {
    return refused == null ? null : refused.code();
  }

  boolean waits() {
    return ends.get() == 0;
  }

  int ends() {
    return ends.get();
  }

  int claims() {
    return claims.get();
  }

  long expectedWait() {
    return expectedWait;
  }

  @Override
  public String toString() {
    return call.tenant().value() + "/" + call.id() + (started ? " started" : " " + refusedFor());
  }

  private void start() {
    assertThat(ends.incrementAndGet()).as("ends of %s", this).isEqualTo(1);
    started = true;
    onStart.run();
  }
}
