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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** A key of it was refused (HTTP 401): whoever has another goes on. */
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

  /**
   * What is wrong with an account.
   *
   * @param state what it is
   * @param key the key that was refused, empty for none; null where it is not about a key
   * @param since the nano clock's reading when it began
   */
  public record Trouble(Account account, State state, String key, long since) {

    /** Whether calls with {@code apiKey} meet it. */
    public boolean concerns(String apiKey) {
      return key == null || key.equals(shown(apiKey));
    }

    @Override
    public String toString() {
      return account.name() + " " + state;
    }
  }

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

  /** The keys that the provider refused, with the nano clock's reading at each; empty is none. */
  private final Map<String, Long> refused = new ConcurrentHashMap<>();

  private volatile Trouble empty;
  private volatile boolean ended;

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
    return empty != null ? State.EMPTY : refused.isEmpty() ? State.USABLE : State.REJECTED;
  }

  /** Whether it may be given calls with {@code apiKey} at all; null is no key. */
  public boolean usable(String apiKey) {
    return empty == null && !refuses(apiKey);
  }

  /** Whether {@code apiKey} was refused, null if none is shown. */
  public boolean refuses(String apiKey) {
    return refused.containsKey(shown(apiKey));
  }

  /** Counts and limits its calls of {@code model} on this server. */
  public Limiter limiter(String model) {
    return bounds(model).limiter();
  }

  /** Whether it may be given another call of {@code model} with {@code apiKey} now. */
  public boolean open(String model, String apiKey, long now) {
    if (!usable(apiKey)) {
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
   * says nothing about the account, nor does a refusal of one call.
   *
   * @param apiKey with which the node was asked, or null
   * @param sample the attempt as this account's limiter for {@code model} saw it
   */
  public void observe(Outcome outcome, String model, String apiKey, Sample sample) {
    if (outcome.refuser() != null) {
      return;
    }
    ModelBounds bounds = bounds(model);
    switch (outcome.status()) {
      case 401 -> refused(shown(apiKey));
      case 402 -> emptied();
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

  /** What is wrong with it: each key that is refused is one trouble. */
  public List<Trouble> troubles() {
    List<Trouble> all = new ArrayList<>();
    Optional.ofNullable(empty).ifPresent(all::add);
    refused.forEach((key, since) -> all.add(new Trouble(this, State.REJECTED, key, since)));
    return all;
  }

  /** No node belongs to it any more; calls that run on it end on it. */
  void end() {
    ended = true;
  }

  /** Whether no node belongs to it any more. */
  boolean ended() {
    return ended;
  }

  /** Gives it another chance, because one of its nodes was changed. */
  public void nodeChanged() {
    troubles().forEach(this::mended);
  }

  /** Learns that {@code trouble} is over; no news if it is another one by now. */
  public synchronized void mended(Trouble trouble) {
    boolean was = state() != State.USABLE;
    if (trouble.key() != null) {
      refused.remove(trouble.key(), trouble.since());
    } else if (trouble.equals(empty)) {
      empty = null;
    }
    if (was && state() == State.USABLE) {
      LOG.log(Level.WARNING, "account {0} is used again", name);
    }
  }

  private synchronized void emptied() {
    if (empty == null) {
      empty = new Trouble(this, State.EMPTY, null, parts.clock().getAsLong());
      LOG.log(Level.WARNING, "account {0} is out: its balance is used up", name);
    }
  }

  private synchronized void refused(String key) {
    if (refused.putIfAbsent(key, parts.clock().getAsLong()) == null) {
      LOG.log(Level.WARNING, "account {0}: its key is refused; nodes with it are out", name);
    }
  }

  private static String shown(String apiKey) {
    return apiKey == null ? "" : apiKey;
  }

  /**
   * Takes its limits back from those that servers share; false, and nothing done, while calls of
   * this server still use them.
   *
   * @param successor another account of its name, which keeps those that it has, too; or null
   */
  boolean leave(Account successor) {
    boolean idle = models.values().stream().allMatch(bounds -> bounds.limiter().inFlight() == 0);
    if (idle) {
      models.keySet().stream()
          .filter(model -> successor == null || !successor.models.containsKey(model))
          .forEach(model -> parts.shares().forget(key(model)));
    }
    return idle;
  }

  /** What servers call its limit for {@code model}. */
  private String key(String model) {
    return name + "/" + model;
  }

  private ModelBounds bounds(String model) {
    ModelBounds known = models.get(model);
    return known != null ? known : newBounds(model);
  }

  private ModelBounds newBounds(String model) {
    String key = key(model);
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
