package io.tidegate.cache;

import static io.tidegate.exchange.Stored.Level.L1;
import static java.util.concurrent.CompletableFuture.completedStage;

import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.CachePolicy;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Hits;
import io.tidegate.cache.answer.Lenience;
import io.tidegate.cache.answer.Lifetime;
import io.tidegate.cache.flights.AnswerSource;
import io.tidegate.cache.flights.FlightParts;
import io.tidegate.cache.flights.Flights;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.key.KnownKeys;
import io.tidegate.cache.tiers.CacheFigures;
import io.tidegate.cache.tiers.HeapTier;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.SharedTier;
import io.tidegate.cache.tiers.Tiers;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Hit;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Stored.Staleness;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.tracing.Span;
import io.tidegate.tracing.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Answers what is known already, and lets the same question be asked once.
 *
 * <p>The first level is looked at on the caller's thread; all else goes on without it. Thread-safe;
 * never blocks.
 */
public final class AnswerCache {

  /**
   * What a cache works with; {@code shared} is null where a server is alone.
   *
   * @param memory where the memory is taken from for what is taken down
   */
  public record Parts(
      SharedTier shared, PurgeJournal journal, HotKeys hot, Metrics metrics, MemoryBudget memory) {

    /** Parts with memory for anything. */
    public Parts(SharedTier shared, PurgeJournal journal, HotKeys hot, Metrics metrics) {
      this(shared, journal, hot, metrics, MemoryBudget.unlimited());
    }
  }

  /** Clocks, chance, this server's name, and threads that tell many callers of their answer. */
  public record World(
      LongSupplier clock,
      InstantSource wall,
      RandomGenerator random,
      String server,
      Executor threads) {}

  /** What is longer is hardly asked twice, and its key would take the request thread too long. */
  private static final int LARGEST_QUESTION = 1 << 20;

  private final CacheConfig config;
  private final KnownKeys keys;
  private final Tiers tiers;
  private final HotKeys hot;
  private final CacheFigures figures;
  private final Flights flights;
  private final World world;
  private volatile Lenience lenience = Lenience.NONE;

  /**
   * A cache that knows nothing yet.
   *
   * @param deadline how long a question may be under way
   */
  public AnswerCache(CacheConfig config, Parts parts, World world, Duration deadline) {
    this.config = config;
    this.hot = parts.hot();
    this.world = world;
    this.keys = new KnownKeys(world.random());
    this.figures = new CacheFigures(parts.metrics());
    Metrics.Counter evicted = parts.metrics().counter(Metric.CACHE_EVICTED);
    HeapTier heap = new HeapTier(config.maxBytes(), world.clock(), world.wall(), evicted);
    this.tiers = new Tiers(heap, parts.shared(), parts.journal(), figures, config.maxShared());
    this.flights =
        new Flights(
            new FlightParts(
                config,
                tiers,
                figures,
                world.server(),
                deadline,
                world.clock(),
                world.wall(),
                parts.memory(),
                world.threads()));
    parts.metrics().gauge(Metric.CACHE_ENTRIES, heap::size);
    parts.metrics().gauge(Metric.CACHE_BYTES, heap::bytes);
    parts.metrics().gauge(Metric.CACHE_FLIGHTS, flights::size);
  }

  /** The key of {@code call}, which {@code model} serves; null if it is not to be cached. */
  public CacheKey keyOf(Call call, String model) {
    CachePolicy policy = config.policy(model);
    return policy.covers(call) && call.request().size() <= LARGEST_QUESTION
        ? keys.of(call, model, policy.shared())
        : null;
  }

  /**
   * The answer to {@code question} if the first level has it in no more than {@code longest} bytes,
   * else null, which counts for nothing; nothing is started for it but a renewal.
   */
  public Hit known(CacheLookup question, AnswerSource source, int longest) {
    return question == null ? null : hit(question, source, longest);
  }

  /**
   * The answer to {@code call}: a known one, a shared one, or a node's by {@code source}.
   *
   * @param question what the call asks, or null if it is not to be cached
   */
  public Reply ask(Call call, CacheLookup question, AnswerSource source) {
    while (question != null) {
      Hit hit = hit(question, source, Integer.MAX_VALUE);
      if (hit != null) {
        Answer answer = new Answer();
        Hits.fill(answer, hit.head(), hit.body(), hit.usage());
        return Reply.of(answer, Reply.Source.HIT);
      }
      if (question.noStore()) {
        question.missed();
        break;
      }
      Reply share = flights.join(question, source);
      if (share != null) {
        figures.heapMisses.increment();
        heat(question);
        return share;
      }
    }
    Answer answer = new Answer();
    Reply reply = Reply.of(answer, Reply.Source.BYPASS);
    source.fetch(call, answer);
    return reply;
  }

  /** Learns that the caller of {@code call} is gone; false if the cache had no part in it. */
  public boolean left(Call call) {
    return flights.left(call);
  }

  /** Ends with {@code why} what waits for other servers or the shared tier. */
  public void cutOff(Failure why) {
    flights.cutOff(why);
  }

  /** To be called every 100 ms, by one thread. */
  public void tick() {
    flights.tick();
  }

  /** How much is remembered of callers and questions: nothing once all are gone. */
  public int remembered() {
    return flights.remembered();
  }

  /** For how many milliseconds the answer to {@code key} stays fresh; 0 if there is none. */
  public CompletionStage<Long> freshFor(CacheKey key) {
    long now = world.wall().millis();
    Entry here = tiers.heap().get(key);
    // A stale one may have been renewed by another server.
    boolean fresh = here != null && lenience.of(here.lifetime()).fresh(now);
    CompletionStage<Entry> entry = fresh ? completedStage(here) : tiers.fetch(key);
    return entry
        .exceptionally(unreachable -> null)
        .thenApply(
            known -> known == null ? 0 : Math.max(0, lenience.of(known.lifetime()).freshFor(now)));
  }

  /** Takes what the shared tier has of {@code keys} to the heap; done when all were looked for. */
  public CompletionStage<Void> fill(Collection<CacheKey> keys) {
    return CompletableFuture.allOf(
        keys.stream().map(this::fill).toArray(CompletableFuture<?>[]::new));
  }

  /** What the cache holds and has done, and the hottest and largest answers by key. */
  public CacheView view() {
    return new CacheSurvey(tiers, figures, hot).view(flights.size());
  }

  /** Lets stored answers be as old as {@code leniently} says, from now on. */
  public void relax(Lenience leniently) {
    lenience = leniently;
    tiers.heap().keep(leniently);
  }

  private CompletableFuture<Void> fill(CacheKey key) {
    return tiers
        .fetch(key)
        .<Void>handle(
            (entry, unreachable) -> {
              if (entry != null) {
                tiers.keepHere(key, entry);
              }
              return null;
            })
        .toCompletableFuture();
  }

  /** What {@code call}, which {@code model} serves, asks; null if it is not to be cached. */
  public CacheLookup question(Call call, String model) {
    CacheKey key = keyOf(call, model);
    if (key == null) {
      return null;
    }
    boolean looks = !call.terms().caching().noCache();
    Span lookUp = looks ? call.span().child(Step.CACHE) : Span.none();
    CacheLookup question =
        new CacheLookup(key, model, call, config.policy(model), lookUp).with(lenience);
    if (call.request().change() == null) {
      return question;
    }
    Call sent = call.asking(call.request().change().sent());
    CacheKey whole = keyOf(sent, model);
    return whole == null ? question : question.sentAs(whole, sent);
  }

  private Hit hit(CacheLookup question, AnswerSource source, int longest) {
    // What is known of the client's own question is better than what it is to be cut down to.
    Hit whole = question.sent() == null ? null : hit(question.sent(), source, longest);
    if (whole != null) {
      return whole;
    }
    Entry entry = question.noCache() ? null : tiers.heap().get(question.key(), question.shape());
    long now = world.wall().millis();
    Staleness reason = entry == null ? null : question.staleness(entry, now);
    boolean fresh = entry != null && reason == null;
    // Who keeps nothing cannot renew, and gets nothing stale either.
    byte[] body = fresh || !question.noStore() ? question.body(entry, now) : null;
    if (body == null || body.length > longest) {
      return null;
    }
    Lifetime lifetime = question.lifetime(entry);
    if (!question.noStore()) {
      if (!fresh || early(lifetime, now)) {
        flights.refresh(question, lifetime.made(), source);
      }
      heat(question);
    }
    if (fresh) {
      figures.heapHits.increment();
    } else {
      figures.stale(reason);
    }
    Stored stored = Hits.stored(lifetime, L1, reason, now);
    question.found(stored);
    return new Hit(Hits.head(entry, question.shape(), stored), body, entry.origin().usage());
  }

  /** Counts what the client sent. */
  private void heat(CacheLookup question) {
    CacheLookup asked = question.sent() == null ? question : question.sent();
    hot.asked(asked.key(), asked.call(), asked.model());
  }

  /**
   * Whether to renew a fresh answer now: the likelier the nearer its end, and the longer it takes
   * to make (XFetch: Vattani, Chierichetti, Lowenstein, VLDB 2015).
   */
  private boolean early(Lifetime lifetime, long now) {
    double ahead = -Math.log(1 - world.random().nextDouble()) * config.beta() * lifetime.took();
    return ahead >= lifetime.freshFor(now);
  }
}
