package io.tidegate.cache.tiers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.cache.answer.CachePolicy;
import io.tidegate.cache.flights.FakeSource;
import io.tidegate.cache.hot.HotKeys;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Hit;
import io.tidegate.exchange.Reply;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One server's cache before fake nodes, used as the gateway and its clients do. */
public final class CachingServer {

  public static final int MAX_ENTRY = 4_000;
  public static final Duration PATIENCE = Duration.ofSeconds(10);
  public static final CachePolicy POLICY =
      new CachePolicy(
          CachePolicy.Mode.DETERMINISTIC,
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(20),
          false);

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** What servers have in common. */
  public record World(
      ManualClock clock, InstantSource wall, RandomGenerator random, PurgeJournal journal) {

    public static World at(ManualClock clock, RandomGenerator random) {
      long start = clock.getAsLong();
      InstantSource wall =
          () -> Instant.ofEpochSecond(1_700_000_000).plusNanos(clock.getAsLong() - start);
      return new World(
          clock, wall, random, new PurgeJournal(null, Duration.ofHours(2), wall, random));
    }
  }

  /** Half of it is for captures. */
  public static final long MEMORY = 1 << 20;

  public final FakeSource nodes = new FakeSource();
  public final RecordingMetrics metrics = new RecordingMetrics();
  public final MemoryBudget memory = new MemoryBudget(new MemoryConfig(MEMORY, 1));
  public final AnswerCache cache;

  public CachingServer(World world, String name, SharedTier shared) {
    this(world, name, shared, 1);
  }

  public CachingServer(World world, String name, SharedTier shared, double beta) {
    CacheConfig config =
        new CacheConfig(64 << 20, MAX_ENTRY, 64 << 10, PATIENCE, beta, POLICY, Map.of());
    cache =
        new AnswerCache(
            config,
            new AnswerCache.Parts(
                shared,
                world.journal(),
                new HotKeys(world.clock(), world.wall(), name),
                metrics,
                memory),
            new AnswerCache.World(world.clock(), world.wall(), world.random(), name, Runnable::run),
            DEADLINE);
  }

  /** Asks {@code call} for a client that has yet to read. */
  public Client ask(Call call) {
    return new Client(call, cache.ask(call, cache.question(call, SampleQuestions.MODEL), nodes));
  }

  /** What the server knows in no more than {@code longest} bytes, or null. */
  public Hit known(Call call, int longest) {
    return cache.known(cache.question(call, SampleQuestions.MODEL), nodes, longest);
  }

  /** One who has asked. */
  public final class Client {

    public final Call call;
    public final Reply reply;
    private final AnswerReader reader;
    private final StringBuilder read = new StringBuilder();

    private Client(Call call, Reply reply) {
      this.call = call;
      this.reply = reply;
      this.reader = reply.reader();
    }

    public Answer answer() {
      return reply.answer();
    }

    /** All that it has read so far, after having read all there is. */
    public String text() {
      for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
        read.append(new String(event, UTF_8));
        reader.passedOn(event.length);
      }
      return read.toString();
    }

    /** What it had read when it last looked. */
    public String lastText() {
      return read.toString();
    }

    /** Whether it has read an answer to its good end. */
    public boolean served() {
      text();
      return reader.finished() && answer().failure() == null;
    }

    /** Whether it has been told of a failure, and which; null if not. */
    public ErrorCode failure() {
      text();
      return reader.finished() && answer().failure() != null ? answer().failure().code() : null;
    }

    /** Goes, as the writer of answers and the gateway have it. */
    public void leave() {
      reader.close();
      if (!cache.left(call)) {
        nodes.left(call);
      }
    }
  }
}
