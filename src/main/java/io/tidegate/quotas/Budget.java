package io.tidegate.quotas;

/**
 * What may be spent in a day or a month, and what was.
 *
 * <p>What all servers have spent is known from the database, as of the last look there; what this
 * one has spent since is added. Of what was left then this server spends no more than its part, so
 * that together they do not overspend between two looks. Amounts are in thousand-millionths of the
 * currency's unit. Thread-safe; never blocks.
 */
final class Budget {

  private final String name;
  private final QuotaShares shares;
  private long limit;
  private String period = "";
  private long known;
  private long leaving;
  private long since;
  private long reserved;

  /** A budget of {@code limit}, known to other servers as {@code name}. */
  Budget(String name, long limit, QuotaShares shares) {
    this.name = name;
    this.limit = limit;
    this.shares = shares;
    shares.register(name, this::demand);
  }

  /** Whether all of it is spent in {@code now}: nobody gets anything of it before the next one. */
  synchronized boolean isSpent(String now) {
    return spent(now) >= limit;
  }

  /** Reserves {@code amount} in {@code now}, the period, if it may be spent; false if not. */
  synchronized boolean tryReserve(long amount, String now) {
    enter(now);
    double mine = Math.max(0, limit - known) * shares.part(name);
    long used = leaving + since + reserved;
    // What costs nothing is refused, too, once all is spent: nobody knows beforehand what it costs.
    if (used + amount > mine || mine <= 0) {
      return false;
    }
    reserved += amount;
    return true;
  }

  /** Gives back what was reserved. */
  synchronized void giveBack(long amount) {
    reserved -= amount;
  }

  /** Adds {@code amount}, which was spent in {@code now}. */
  synchronized void spend(long amount, String now) {
    enter(now);
    since += amount;
  }

  /** What has been spent until now is on its way to the database. */
  synchronized void leave() {
    leaving += since;
    since = 0;
  }

  /** All servers have spent {@code amount} in {@code now}, what left included. */
  synchronized void look(long amount, String now) {
    enter(now);
    known = amount;
    leaving = 0;
  }

  /** Is {@code amount} from now on. */
  synchronized void become(long amount) {
    limit = amount;
  }

  /** There is no such budget any more. */
  void forget() {
    shares.forget(name);
  }

  /** The whole of it. */
  synchronized long limit() {
    return limit;
  }

  /** What has been spent in {@code now}, as far as this server knows. */
  synchronized long spent(String now) {
    enter(now);
    return known + leaving + since;
  }

  private synchronized double demand() {
    long left = limit - known;
    return left <= 0 ? 1 : (double) (leaving + since + reserved) / left;
  }

  /** A new period begins with nothing spent. */
  private void enter(String now) {
    if (!now.equals(period)) {
      period = now;
      known = 0;
      leaving = 0;
      since = 0;
    }
  }
}
