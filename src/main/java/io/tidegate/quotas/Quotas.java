package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The quotas of all tenants: what each of them, of their keys and of their models may have.
 *
 * <p>A call takes its request and its place before anything of it is read, and what it may use of
 * tokens and money before it goes to a node; of that it pays at its end what it has used. Thread-
 * safe; never blocks. Where nothing is limited a call costs one look at an empty map.
 */
public final class Quotas {

  private final QuotaTools tools;
  private final PenaltyBox penalties;
  private final Map<Subject, SubjectLimits> subjects = new TreeMap<>();
  private final Map<Call, Taken> reserved = new ConcurrentHashMap<>();
  private volatile Map<TenantId, TenantLimits> tenants = Map.of();
  private volatile Consumer<Subject> refused = subject -> {};
  private Consumer<Set<Subject>> budgeted = subjects -> {};

  /** Quotas of which none is set yet. */
  public Quotas(QuotaTools tools) {
    this.tools = requireNonNull(tools, "tools");
    this.penalties = new PenaltyBox(tools.clock());
  }

  /** Quotas that limit nothing, for what is tested without them. */
  public static Quotas none() {
    return new Quotas(
        new QuotaTools(
            QuotaShares.ALONE, Duration.ofSeconds(5), () -> 0, InstantSource.fixed(Instant.EPOCH)));
  }

  /** Tells {@code listener} of each refusal by a limit: whose it is. It must not block. */
  public void onRefusal(Consumer<Subject> listener) {
    refused = requireNonNull(listener, "listener");
  }

  /** Shows {@code listener} all that has a budget, and again after each change; not to block. */
  public synchronized void onBudgets(Consumer<Set<Subject>> listener) {
    budgeted = requireNonNull(listener, "listener");
    listener.accept(budgets());
  }

  /** Sets {@code limits}, and no others; what is used of those that stay counts on. */
  public synchronized void set(Map<Subject, Limits> limits) {
    subjects
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !limits.containsKey(each.getKey());
              if (gone) {
                each.getValue().forget();
              }
              return gone;
            });
    limits.forEach(
        (subject, next) -> {
          SubjectLimits known = subjects.get(subject);
          if (known == null) {
            subjects.put(subject, new SubjectLimits(subject, next, tools));
          } else if (!known.limits().equals(next)) {
            known.become(next);
          }
        });
    tenants = byTenant();
    budgeted.accept(budgets());
  }

  private Map<TenantId, TenantLimits> byTenant() {
    Map<TenantId, List<SubjectLimits>> grouped = new HashMap<>();
    subjects.forEach(
        (subject, one) ->
            grouped.computeIfAbsent(subject.tenant(), tenant -> new ArrayList<>()).add(one));
    Map<TenantId, TenantLimits> next = new HashMap<>();
    grouped.forEach((tenant, all) -> next.put(tenant, limits(all)));
    return Map.copyOf(next);
  }

  private static TenantLimits limits(List<SubjectLimits> all) {
    SubjectLimits whole = null;
    Map<String, SubjectLimits> keys = new HashMap<>();
    Map<String, SubjectLimits> models = new HashMap<>();
    for (SubjectLimits one : all) {
      switch (one.subject().scope()) {
        case TENANT -> whole = one;
        case KEY -> keys.put(one.subject().name(), one);
        case MODEL -> models.put(one.subject().name(), one);
      }
    }
    return new TenantLimits(whole, keys, models);
  }

  /** Whether {@code tenant} has any limit. */
  public boolean limits(TenantId tenant) {
    return tenants.containsKey(tenant);
  }

  /** Lets a call in, before anything of it is read; who was told to stay away is refused. */
  public Pass enter(TenantId tenant, KeyId key) {
    TenantLimits limits = tenants.get(tenant);
    if (limits == null) {
      return Pass.FREE;
    }
    Failure punished = penalties.refusal(tenant, key);
    if (punished != null) {
      return Pass.refused(punished);
    }
    Pass pass = enter(limits.of(key), new Taken());
    if (pass.refusal() != null) {
      penalties.refused(tenant, key);
    }
    return pass;
  }

  private Pass enter(Collection<SubjectLimits> all, Taken taken) {
    for (SubjectLimits one : all) {
      Excess excess = one.enter(taken);
      if (excess != null) {
        taken.refuse();
        refused.accept(excess.subject());
        return Pass.refused(excess.failure());
      }
    }
    return Pass.of(taken);
  }

  /**
   * Lets the call that came by {@code pass} ask for {@code model}; what that takes is given back
   * with the pass.
   *
   * @return why not, or null; then the pass is closed
   */
  public Failure ask(Pass pass, TenantId tenant, String model) {
    TenantLimits limits = tenants.get(tenant);
    SubjectLimits ofModel = limits == null ? null : limits.models().get(model);
    // Who came in before there were limits leaves without having taken anything.
    if (ofModel == null || pass == Pass.FREE) {
      return null;
    }
    return enter(List.of(ofModel), pass.taken()).refusal();
  }

  /** Lets a call in that did not come by HTTP: all at once, or not at all. */
  public Pass enter(Call call, String model) {
    TenantLimits limits = tenants.get(call.tenant());
    return limits == null ? Pass.FREE : enter(limits.of(call.terms().key(), model), new Taken());
  }

  /**
   * Reserves what {@code call} may use at nodes for {@code model}, until {@link #release}.
   *
   * @param tokens how many tokens it may use
   * @param cost what they may cost, in thousand-millionths of the currency's unit
   * @return why it may not, or null
   */
  public Failure reserve(Call call, String model, long tokens, long cost) {
    TenantLimits limits = tenants.get(call.tenant());
    if (limits == null) {
      return null;
    }
    Estimate estimate = new Estimate(tokens, cost);
    Taken taken = new Taken();
    for (SubjectLimits one : limits.of(call.terms().key(), model)) {
      Excess excess = one.limits().coverTokens() ? one.reserve(estimate, taken) : null;
      if (excess != null) {
        taken.refuse();
        refused.accept(excess.subject());
        return excess.failure();
      }
    }
    Taken before = reserved.put(call, taken);
    if (before != null) {
      before.end();
    }
    return null;
  }

  /** Gives back what was reserved for {@code call}, if anything was; what it used is charged. */
  public void release(Call call) {
    Taken taken = reserved.isEmpty() ? null : reserved.remove(call);
    if (taken != null) {
      taken.end();
    }
  }

  /** Charges what {@code call} has used at a node that served {@code model}. */
  public void charge(Call call, String model, long tokens, long cost) {
    TenantLimits limits = tenants.get(call.tenant());
    if (limits != null) {
      Estimate used = new Estimate(tokens, cost);
      limits.of(call.terms().key(), model).forEach(one -> one.charge(used));
    }
  }

  /** What a client that shows {@code key} and asks for {@code model} is told of its limits. */
  public RateStates states(TenantId tenant, KeyId key, String model) {
    TenantLimits limits = tenants.get(tenant);
    if (limits == null) {
      return RateStates.NONE;
    }
    long now = tools.now();
    RateState requests = null;
    RateState tokens = null;
    for (SubjectLimits one : model == null ? limits.of(key) : limits.of(key, model)) {
      requests = RateState.tighter(requests, one.requestState(now));
      tokens = RateState.tighter(tokens, one.tokenState(now));
    }
    return new RateStates(requests, tokens);
  }

  /** All limits and how they stand at this server, in order. */
  public synchronized List<QuotaState> all() {
    return subjects.values().stream().map(one -> QuotaState.of(one, tools)).toList();
  }

  /** Those of {@code tenant}. */
  public List<QuotaState> all(TenantId tenant) {
    return all().stream().filter(one -> one.subject().tenant().equals(tenant)).toList();
  }

  /** The calls for which something is reserved. */
  int reserved() {
    return reserved.size();
  }

  /** What has been spent until now is on its way to the database. */
  public synchronized void leave() {
    subjects.values().forEach(SubjectLimits::leave);
  }

  /** All servers have spent what {@code spent} says. */
  public synchronized void look(Spending spent) {
    subjects.values().forEach(one -> one.look(spent));
  }

  /**
   * Which part of {@code subject}'s budget of {@code period} is spent, in percent; 0 without one.
   */
  public synchronized long used(Subject subject, Period period) {
    SubjectLimits limits = subjects.get(subject);
    return limits == null
        ? 0
        : limits.budgetUses().stream()
            .filter(use -> use.period() == period)
            .mapToLong(BudgetUse::percent)
            .findFirst()
            .orElse(0);
  }

  /** All budgets and what is spent of them, in order. */
  public synchronized List<BudgetUse> budgetUses() {
    return subjects.values().stream().flatMap(one -> one.budgetUses().stream()).toList();
  }

  /** The subjects with a budget. */
  public synchronized Set<Subject> budgets() {
    return subjects.values().stream()
        .filter(one -> one.day() != null || one.month() != null)
        .map(SubjectLimits::subject)
        .collect(Collectors.toUnmodifiableSet());
  }
}
