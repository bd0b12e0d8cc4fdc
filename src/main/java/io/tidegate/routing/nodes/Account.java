package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Limiter;
import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Sample;
import io.tidegate.admission.Shares;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.TenantId;
import io.tidegate.work.TenantMemory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Who pays for the calls of one or more nodes, and is limited by the provider as a whole: DeepSeek
 * counts concurrent calls per account and model, whichever key they use.
 *
 * <p>Models are called here as the provider calls them. Thread-safe; never blocks.
 */
public final class Account {

  /** Whether the provider serves it. */
  public enum State {
    /** It may be used. */
    USABLE,
    /** Its key was refused (HTTP 401). */
    REJECTED,
    /** Its balance is used up (HTTP 402). */
    EMPTY
  }

  /**
   * What all accounts work with.
   *
   * @param config how they are used
   * @param shares how their places are divided among servers
   * @param permits where their permits are counted
   * @param clock the nano clock
   */
  public record Parts(
      AccountConfig config, Shares shares, PermitCount permits, LongSupplier clock) {}

  private record ModelBounds(Limiter limiter, Respite respite) {}

  /** The HTTP status by which a provider says that the account has too many calls. */
  public static final int LIMIT_STATUS = 429;

  /** Of what it made for all tenants together; some 3 MB. */
  private static final int MOST_MARKS = 20_000;

  private static final Logger LOG = System.getLogger(Account.class.getName());

  private final String name;
  private final Parts parts;
  private final Map<String, ModelBounds> models = new ConcurrentHashMap<>();
  private final TenantMemory made = new TenantMemory(MOST_MARKS);
  private volatile State state = State.USABLE;
  private volatile long since;

  Account(String name, Parts parts) {
    this.name = requireNonNull(name, "name");
    this.parts = requireNonNull(parts, "parts");
  }

  /** Its name: never a key, nor anything made from one. */
  public String name() {
    return name;
  }

  /** Whether the provider serves it. */
  public State state() {
    return state;
  }

  /** Whether it may be given calls at all. */
  public boolean usable() {
    return state == State.USABLE;
  }

  /** Counts and limits its calls of {@code model} on this server. */
  public Limiter limiter(String model) {
    return bounds(model).limiter();
  }

  /** Whether it may be given another call of {@code model} now. */
  public boolean open(String model, long now) {
    if (state != State.USABLE) {
      return false;
    }
    ModelBounds bounds = bounds(model);
    return !bounds.respite().active(now) && bounds.limiter().hasRoom();
  }

  /** How much longer than until {@code time} it rests for {@code model}, in nanoseconds, or 0. */
  public long rest(String model, long time) {
    return bounds(model).respite().rest(time);
  }

  /**
   * Learns from an attempt that has ended; to be called while its permit is still held.
   *
   * <p>Only the provider's refusals teach the limit: that a node is overloaded (HTTP 503) or slow
   * says nothing about the account.
   *
   * @param sample the attempt as this account's limiter for {@code model} saw it
   */
  public void observe(Outcome outcome, String model, Sample sample) {
    ModelBounds bounds = bounds(model);
    switch (outcome.status()) {
      case 401 -> out(State.REJECTED, "its key is refused");
      case 402 -> out(State.EMPTY, "its balance is used up");
      case LIMIT_STATUS -> {
        bounds
            .respite()
            .busy(
                sample.started(),
                bounds.limiter().inFlight() - 1,
                parts.clock().getAsLong(),
                outcome.notBefore());
        bounds.limiter().observe(sample.withoutTimes());
      }
      default -> {
        if (outcome.kind() == Outcome.Kind.COMPLETED) {
          bounds.respite().succeeded(sample.started());
          bounds.limiter().observe(sample.withoutTimes());
        }
      }
    }
  }

  /** It made for {@code tenant} what has these marks, which no other account can read. */
  public void made(TenantId tenant, List<String> marks) {
    marks.forEach(mark -> made.tell(tenant.value(), mark));
  }

  /**
   * Whether it made what has {@code mark} for {@code tenant}, as far as is remembered: the latest
   * of the tenant is.
   */
  public boolean made(TenantId tenant, String mark) {
    return made.knows(tenant.value(), mark);
  }

  /** Gives it another chance, because one of its nodes was changed. */
  public void nodeChanged() {
    restore(state);
  }

  /** The nano clock's reading when it went out. */
  public long since() {
    return since;
  }

  /** Makes it usable again, unless what was wrong is no longer {@code wrong}. */
  public synchronized void restore(State wrong) {
    if (state == wrong && state != State.USABLE) {
      state = State.USABLE;
      LOG.log(Level.WARNING, "account {0} is used again", name);
    }
  }

  private synchronized void out(State next, String reason) {
    if (state != next) {
      since = parts.clock().getAsLong();
      state = next;
      LOG.log(Level.WARNING, "account {0} is out: {1}", name, reason);
    }
  }

  private ModelBounds bounds(String model) {
    ModelBounds known = models.get(model);
    return known != null ? known : newBounds(model);
  }

  private ModelBounds newBounds(String model) {
    String key = name + "/" + model;
    int bound = parts.config().maxConcurrent(name);
    Limiter limiter =
        new Limiter(
            () -> Math.min(bound, parts.shares().share(key, bound)),
            parts.permits(),
            parts.clock());
    ModelBounds bounds = new ModelBounds(limiter, new Respite());
    ModelBounds first = models.putIfAbsent(model, bounds);
    if (first != null) {
      return first;
    }
    parts.shares().register(key, () -> bound, limiter::inFlight);
    return bounds;
  }
}
