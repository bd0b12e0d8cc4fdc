package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits of one subject as they stand. Thread-safe; never blocks.
 *
 * <p>What was taken of a limit that changes meanwhile is given back to what it has become, and to
 * nothing where there is none any more.
 */
final class SubjectLimits {

  /** Nobody knows when a call ends. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What is reserved by others may come back, and what another server may spend, too. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private final Subject subject;
  private final QuotaTools tools;
  private volatile Limits limits = Limits.UNLIMITED;
  private volatile RateLimit requests;
  private volatile RateLimit tokens;
  private volatile PlaceLimit places;
  private volatile Budget day;
  private volatile Budget month;

  /** The limits of {@code subject}. */
  SubjectLimits(Subject subject, Limits limits, QuotaTools tools) {
    this.subject = requireNonNull(subject, "subject");
    this.tools = requireNonNull(tools, "tools");
    become(limits);
  }

  Subject subject() {
    return subject;
  }

  Limits limits() {
    return limits;
  }

  /** Are {@code next} from now on; what is used counts on. */
  synchronized void become(Limits next) {
    limits = next;
    requests = rate(requests, "requests", next.requests());
    tokens = rate(tokens, "tokens", next.tokens());
    day = budget(day, "day", next.perDay());
    month = budget(month, "month", next.perMonth());
    places = places(places, next.concurrent());
  }

  private PlaceLimit places(PlaceLimit before, long next) {
    if (before != null && next == Limits.NONE) {
      before.forget();
    }
    if (next == Limits.NONE) {
      return null;
    }
    if (before == null) {
      return new PlaceLimit(name("concurrent"), next, tools.shares());
    }
    before.become(next);
    return before;
  }

  private RateLimit rate(RateLimit before, String what, long next) {
    if (before != null && next == Limits.NONE) {
      before.forget();
    }
    if (next == Limits.NONE) {
      return null;
    }
    if (before == null) {
      return new RateLimit(name(what), next, tools.burst(), tools.shares(), tools.clock());
    }
    before.become(next, tools.now());
    return before;
  }

  private Budget budget(Budget before, String what, long next) {
    if (before != null && next == Limits.NONE) {
      before.forget();
    }
    if (next == Limits.NONE) {
      return null;
    }
    if (before == null) {
      return new Budget(name(what), next, tools.shares());
    }
    before.become(next);
    return before;
  }

  private String name(String what) {
    return "quota/" + subject.text() + "/" + what;
  }

  /** Lets a call in, or says why not; what it has taken {@code taken} gives back. */
  Excess enter(Taken taken) {
    PlaceLimit there = places;
    if (there != null && !there.tryTake()) {
      return new Excess(subject, "calls at a time", there(limits.concurrent()), SOON);
    }
    if (there != null) {
      taken.atEnd(there::giveBack);
    }
    RateLimit rate = requests;
    long wait = rate == null ? 0 : rate.take(1, tools.now());
    if (wait > 0) {
      return new Excess(
          subject, "requests per minute", there(limits.requests()), Duration.ofNanos(wait));
    }
    if (rate != null) {
      taken.unless(() -> rate.giveBack(1, tools.now()));
    }
    return null;
  }

  /** Reserves what a call may use, or says why not. */
  Excess reserve(Estimate estimate, Taken taken) {
    Excess spent = reserve(day, Period.DAY, estimate.cost(), taken);
    spent = spent == null ? reserve(month, Period.MONTH, estimate.cost(), taken) : spent;
    if (spent != null) {
      return spent;
    }
    RateLimit rate = tokens;
    long wait = rate == null ? 0 : rate.take(estimate.tokens(), tools.now());
    if (wait > 0) {
      return new Excess(
          subject, "tokens per minute", there(limits.tokens()), Duration.ofNanos(wait));
    }
    if (rate != null) {
      taken.atEnd(() -> rate.giveBack(estimate.tokens(), tools.now()));
    }
    return null;
  }

  private Excess reserve(Budget budget, Period period, long cost, Taken taken) {
    Instant now = tools.wall().instant();
    if (budget == null) {
      return null;
    }
    if (!budget.tryReserve(cost, period.at(now))) {
      String what = period == Period.DAY ? "budget of a day" : "budget of a month";
      return new Excess(
          subject, what, null, budget.isSpent(period.at(now)) ? period.left(now) : LATER);
    }
    taken.atEnd(() -> budget.giveBack(cost));
    return null;
  }

  /** Counts what a call has used. */
  void charge(Estimate used) {
    RateLimit rate = tokens;
    if (rate != null) {
      rate.charge(used.tokens(), tools.now());
    }
    Instant now = tools.wall().instant();
    spend(day, Period.DAY, used.cost(), now);
    spend(month, Period.MONTH, used.cost(), now);
  }

  private static void spend(Budget budget, Period period, long cost, Instant now) {
    if (budget != null) {
      budget.spend(cost, period.at(now));
    }
  }

  RateState requestState(long now) {
    RateLimit rate = requests;
    return rate == null ? null : rate.state(now);
  }

  RateState tokenState(long now) {
    RateLimit rate = tokens;
    return rate == null ? null : rate.state(now);
  }

  /** The calls at this server, or -1 where they are not limited. */
  long inUse() {
    PlaceLimit there = places;
    return there == null ? Limits.NONE : there.inUse();
  }

  Budget day() {
    return day;
  }

  Budget month() {
    return month;
  }

  /** What has been spent until now is on its way to the database. */
  void leave() {
    Budget ofDay = day;
    Budget ofMonth = month;
    if (ofDay != null) {
      ofDay.leave();
    }
    if (ofMonth != null) {
      ofMonth.leave();
    }
  }

  /** All servers have spent what {@code spent} says. */
  void look(Spending spent) {
    look(day, Period.DAY, spent);
    look(month, Period.MONTH, spent);
  }

  private void look(Budget budget, Period period, Spending spent) {
    if (budget != null) {
      Instant now = tools.wall().instant();
      budget.look(spent.between(subject, period.first(now), period.end(now)), period.at(now));
    }
  }

  /** The budgets and what is spent of them. */
  List<BudgetUse> budgetUses() {
    List<BudgetUse> uses = new ArrayList<>(2);
    use(day, Period.DAY, uses);
    use(month, Period.MONTH, uses);
    return uses;
  }

  private void use(Budget budget, Period period, List<BudgetUse> uses) {
    if (budget != null) {
      String now = period.at(tools.wall().instant());
      uses.add(new BudgetUse(subject, period, now, budget.limit(), budget.spent(now)));
    }
  }

  /** There are no limits of this subject any more. */
  void forget() {
    become(Limits.UNLIMITED);
  }

  private static String there(long limit) {
    return Long.toString(limit);
  }
}
