package io.tidegate.quotas;

/**
 * A token bucket (Turner, "New directions in communications", IEEE Communications Magazine 24(10),
 * 1986): it fills at a steady rate up to its depth, and who takes more than is in it has to wait.
 *
 * <p>What was taken by an estimate may be corrected afterwards, so that the bucket may owe: then
 * nobody takes anything before that is paid. One who wants more than the depth is let in when the
 * bucket is full, and the bucket owes the rest. So what is taken in a time is at most the rate
 * times that time, the depth, and the last one's excess over it.
 *
 * <p>Thread-safe; the lock is held for a few operations only.
 */
final class TokenBucket {

  private static final double MINUTE = 60e9;

  /** Nobody is told to come back later than that for a rate, in nanoseconds. */
  private static final double LONGEST_LINE = 30e9;

  private double perNano;
  private double depth;
  private double enough;
  private double hoped;
  private double level;
  private long last;
  private double promised;

  /**
   * A full bucket.
   *
   * @param perMinute how much flows in, in a minute; 0 or more
   * @param depth how much it holds
   * @param now the time, on the nano clock
   */
  TokenBucket(double perMinute, double depth, long now) {
    this.perNano = perMinute / MINUTE;
    this.depth = depth;
    this.enough = depth;
    this.hoped = perNano;
    this.level = depth;
    this.last = now;
  }

  /** Lets another amount flow in from {@code now} on; what is in it stays, up to the new depth. */
  synchronized void resize(double perMinute, double newDepth, long now) {
    become(new Part(1, 1), perMinute, newDepth, now);
  }

  /**
   * The part of a bucket that one of several servers has.
   *
   * @param share which, from 0 to 1
   * @param servers how many there are
   */
  record Part(double share, int servers) {

    private static final double ENOUGH = 0.25;

    /**
     * How full it has to be for one who wants more than that. A part may hold less than one call
     * takes: were it to be full first, what all parts have would overflow before anybody is let in.
     */
    private double enough() {
      return share < 1 ? ENOUGH : 1;
    }
  }

  /**
   * Is {@code part} of one that {@code perMinute} flows into and that holds {@code whole}; what is
   * in it stays, up to the new depth. Those who wait are told times as if it were an equal part at
   * least: a part grows with those who want something of it.
   */
  synchronized void become(Part part, double perMinute, double whole, long now) {
    fill(now);
    perNano = perMinute * part.share / MINUTE;
    depth = whole * part.share;
    enough = depth * part.enough();
    hoped = Math.max(perNano, perMinute / part.servers / MINUTE);
    level = Math.min(level, depth);
  }

  /** Holds {@code newLevel} from now on, or what it can of it. */
  synchronized void level(double newLevel, long now) {
    fill(now);
    level = Math.min(depth, newLevel);
  }

  /**
   * Takes {@code amount} if that may be had now.
   *
   * @return 0 if it was taken, else in how many nanoseconds it may be had: each who asks in vain is
   *     told a later time, so that not all come back for the same
   */
  synchronized long take(double amount, long now) {
    fill(now);
    double needed = Math.min(amount, enough);
    if (level >= needed && perNano > 0) {
      level -= amount;
      return 0;
    }
    if (perNano <= 0) {
      return (long) MINUTE;
    }
    double wait = (needed - level) / hoped;
    double turn = promised > 0 ? Math.max(wait, promised + amount / hoped) : wait;
    promised = Math.min(turn, wait + LONGEST_LINE);
    return Math.max(1, (long) Math.ceil(promised));
  }

  /** Gives back what was taken and not used; more than it holds is lost. */
  synchronized void giveBack(double amount, long now) {
    fill(now);
    level = Math.min(depth, level + amount);
  }

  /** Takes what was used without being asked for; the bucket may owe it. */
  synchronized void charge(double amount, long now) {
    fill(now);
    level -= amount;
  }

  /** What may be taken at {@code now}; negative if it owes. */
  synchronized double level(long now) {
    fill(now);
    return level;
  }

  /** Whether anybody was told to come back at a time that has yet to come. */
  synchronized boolean isAwaited(long now) {
    fill(now);
    return promised > 0;
  }

  /** In how many nanoseconds it is full, if nobody takes anything. */
  synchronized long untilFull(long now) {
    fill(now);
    return perNano <= 0 ? (long) MINUTE : (long) Math.ceil((depth - level) / perNano);
  }

  private void fill(long now) {
    long passed = now - last;
    if (passed > 0) {
      last = now;
      level = Math.min(depth, level + passed * perNano);
      promised = Math.max(0, promised - passed);
    }
  }
}
