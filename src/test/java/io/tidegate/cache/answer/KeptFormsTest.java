package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.SampleQuestions;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.cache.tiers.CachingServer;
import io.tidegate.cache.tiers.CachingServer.Client;
import io.tidegate.cache.tiers.CachingServer.World;
import io.tidegate.cache.tiers.HeapTier;
import io.tidegate.exchange.Call;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.ManualClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The form of an answer that had to be made is made once. */
class KeptFormsTest {

  private static final CacheKey KEY = new CacheKey("key");
  private static final String PLAIN =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"total_tokens\":4}}";

  private final ManualClock clock = new ManualClock();
  private final HeapTier heap =
      new HeapTier(100_000, clock, InstantSource.fixed(Instant.ofEpochMilli(1)), count -> {});

  @Test
  void isKeptAndWeighedWithTheEntry() {
    Entry entry = SampleEntries.plain(PLAIN);
    heap.put(KEY, entry);
    long before = heap.bytes();

    byte[] stream = heap.get(KEY, Shape.STREAM).as(Shape.STREAM);

    assertThat(new String(stream, UTF_8)).contains("Hi", "[DONE]");
    assertThat(heap.get(KEY, Shape.STREAM).as(Shape.STREAM)).isSameAs(stream);
    assertThat(heap.get(KEY).as(Shape.PLAIN)).isSameAs(entry.as(Shape.PLAIN));
    assertThat(heap.bytes()).isEqualTo(before + stream.length);
    assertThat(heap.size()).isOne();
  }

  @Test
  void isOnlyTheLastOne() {
    heap.put(KEY, SampleEntries.plain(PLAIN));
    long before = heap.bytes();
    heap.get(KEY, Shape.STREAM);

    byte[] whole = heap.get(KEY, Shape.STREAM_WITH_USAGE).as(Shape.STREAM_WITH_USAGE);

    assertThat(heap.bytes()).isEqualTo(before + whole.length);
  }

  @Test
  void isKeptForWhatCannotBeMadeEither() {
    String nowhere =
        "data: {\"choices\":[{\"delta\":{}}],\"usage\":{\"total_tokens\":1}}\n\ndata: [DONE]\n\n";
    heap.put(KEY, SampleEntries.stream(nowhere));
    Entry first = heap.get(KEY, Shape.PLAIN);

    assertThat(first.as(Shape.PLAIN)).isNull();
    assertThat(heap.get(KEY, Shape.PLAIN)).isSameAs(first);
  }

  @Test
  void costsNothingForTheFormThatIsThere() {
    Entry entry = SampleEntries.plain(PLAIN);
    heap.put(KEY, entry);

    assertThat(heap.get(KEY, Shape.PLAIN)).isSameAs(entry);
  }

  @Test
  void isNotSharedWithOtherServers() {
    Entry entry = SampleEntries.plain(PLAIN);

    assertThat(entry.keeping(Shape.STREAM).encoded()).isEqualTo(entry.encoded());
  }

  @Test
  void countsForNothingWhereItIsTooLongToBeGivenAtOnce() {
    CachingServer server = new CachingServer(World.at(clock, new Random(1)), "a", null, 0);
    Client first = server.ask(SampleQuestions.plain("q"));
    server.nodes.last().complete("42");
    int length = first.text().length();
    Call again = SampleQuestions.plain("q");

    assertThat(server.known(again, length - 1)).isNull();
    assertThat(server.known(again, length)).isNotNull();
    assertThat(server.metrics.count(Metric.CACHE_LOOKUPS, "l1", "hit")).isOne();
  }
}
