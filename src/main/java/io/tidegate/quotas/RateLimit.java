package io.tidegate.quotas;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A limit in a minute, of which this server uses its part.
 *
 * <p>Where several servers share it, each counts what all have taken, as of the last announcement,
 * in a bucket that is common to them, and has its part of what is left there until the next one. So
 * nothing is lost or gained when parts change: what one server has not taken, another finds.
 * Thread-safe; never blocks.
 */
final class RateLimit implements SharedLimit {

  /** Over which time demand is measured, in nanoseconds. */
  private static final double MEMORY = 10e9;

  /** How much more of its part a server wants where somebody waits. */
  private static final double GROWTH = 1.25;

  private static final double MINUTE = 60e9;

  private final String name;
  private final QuotaShares shares;
  private final double burst;
  private final LongSupplier clock;
  private final TokenBucket common;
  private final TokenBucket bucket;
  private final AtomicLong taken = new AtomicLong();
  private volatile long limit;
  private volatile double part;
  private double asked;
  private long askedAt;

  /**
   * A limit of {@code perMinute}, known to other servers as {@code name}.
   *
   * @param burst for how long the bucket's depth would last
   * @param clock the nano clock
   */
  RateLimit(String name, long perMinute, Duration burst, QuotaShares shares, LongSupplier clock) {
    long now = clock.getAsLong();
    this.name = name;
    this.limit = perMinute;
    this.burst = burst.toNanos() / MINUTE;
    this.shares = shares;
    this.clock = clock;
    this.askedAt = now;
    this.part = shares.part(name);
    this.common = new TokenBucket(perMinute, depth(), now);
    this.bucket = new TokenBucket(perMinute * part, depth() * part, now);
    resize(now);
    shares.register(name, this);
  }

  /** Takes {@code amount}; 0, or in how many nanoseconds it may be had. */
  long take(long amount, long now) {
    note(amount, now);
    renew(now);
    long wait = bucket.take((double) amount, now);
    if (wait == 0) {
      taken.addAndGet(amount);
      common.charge((double) amount, now);
    }
    return wait;
  }

  /** Gives back what was taken and not used. */
  void giveBack(long amount, long now) {
    taken.addAndGet(-amount);
    common.giveBack((double) amount, now);
    bucket.giveBack((double) amount, now);
  }

  /** Takes what was used without being asked for. */
  void charge(long amount, long now) {
    taken.addAndGet(amount);
    common.charge((double) amount, now);
    bucket.charge((double) amount, now);
  }

  /** Is {@code perMinute} from now on. */
  void become(long perMinute, long now) {
    limit = perMinute;
    resize(now);
  }

  /** There is no such limit any more. */
  void forget() {
    shares.forget(name);
  }

  /** How things stand at {@code now}: what may be taken on this server stands for all. */
  RateState state(long now) {
    renew(now);
    double mine = part;
    long left = mine <= 0 ? 0 : (long) Math.floor(bucket.level(now) / mine);
    return new RateState(
        limit, Math.max(0, Math.min(limit, left)), Duration.ofNanos(bucket.untilFull(now)));
  }

  private void renew(long now) {
    double mine = shares.part(name);
    if (mine != part) {
      part = mine;
      resize(now);
    }
  }

  private void resize(long now) {
    common.resize((double) limit, depth(), now);
    bucket.become(new TokenBucket.Part(part, shares.servers()), (double) limit, depth(), now);
  }

  /** Of all parts together: each server must be able to let one in. */
  private double depth() {
    return Math.max(shares.servers(), limit * burst);
  }

  @Override
  public long taken() {
    return taken.get();
  }

  @Override
  public double left() {
    return common.level(clock.getAsLong());
  }

  @Override
  public void settle(long amount) {
    long now = clock.getAsLong();
    common.charge((double) amount, now);
    renew(now);
    bucket.level(part * common.level(now), now);
  }

  @Override
  public void join(double left) {
    long now = clock.getAsLong();
    common.level(Math.min(left, common.level(now)), now);
  }

  private synchronized void note(long amount, long now) {
    decay(now);
    asked += amount;
  }

  private void decay(long now) {
    long passed = now - askedAt;
    if (passed > 0) {
      asked *= Math.exp(-passed / MEMORY);
      askedAt = now;
    }
  }

  /** Which part of the limit has been asked for of late. */
  @Override
  public synchronized double demand() {
    long now = clock.getAsLong();
    decay(now);
    double lately = limit <= 0 ? 0 : asked / MEMORY * MINUTE / limit;
    // Those who wait for their time do not ask, but would take more than there is.
    return bucket.isAwaited(now) ? Math.max(GROWTH * part, lately) : lately;
  }
}
