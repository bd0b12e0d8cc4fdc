package io.tidegate.cache.tiers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.sealing.Sealing;
import io.tidegate.testing.StartGate;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the shared tier needs of a JCache provider, seen by two servers. */
public abstract class SharedTierContract {

  private static final Duration LEASE = Duration.ofSeconds(2);

  /** How long answers are kept, where nothing else is said. */
  protected static final Duration KEEP = Duration.ofSeconds(3);

  /** The provider's own threads may not ask it. */
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });

  private final Random random = new Random();
  private final CacheKey key = new CacheKey(Long.toHexString(random.nextLong()));
  private final String note = Long.toHexString(random.nextLong());

  /** The first server's tier, open. */
  protected abstract AwaitedTier a();

  /** The second server's tier, open. */
  protected abstract AwaitedTier b();

  /** Where the first server's tier is. */
  protected abstract SharedStore store();

  /** Opens the first server's tier again. */
  protected abstract void reopen() throws IOException;

  /** A tier in {@code store} whose answers and leases soon end. */
  protected static AwaitedTier opened(SharedStore store) throws IOException {
    return opened(store, KEEP);
  }

  /** A tier in {@code store} whose answers end after {@code keep}. */
  protected static AwaitedTier opened(SharedStore store, Duration keep) throws IOException {
    AwaitedTier tier = unopened(store, keep);
    tier.tier().open();
    return tier;
  }

  private static AwaitedTier unopened(SharedStore store, Duration keep) {
    JCacheTier.Times times = new JCacheTier.Times(keep, LEASE, Duration.ofSeconds(30));
    return new AwaitedTier(new JCacheTier(store, times, Sealing.none(), THREADS));
  }

  /** Stores an answer for each of {@code count} keys. */
  protected static void fill(AwaitedTier tier, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      tier.put(new CacheKey("fill" + i), new byte[] {(byte) i});
    }
  }

  /** How many of those answers are there. */
  protected static int filled(AwaitedTier tier, int count) throws IOException {
    int found = 0;
    for (int i = 0; i < count; i++) {
      found += tier.get(new CacheKey("fill" + i)) == null ? 0 : 1;
    }
    return found;
  }

  @Test
  public void whatOneServerStoresTheOtherGets() throws IOException {
    byte[] bytes = new byte[1 << 16];
    random.nextBytes(bytes);
    assertThat(b().get(key)).isNull();

    a().put(key, bytes);
    assertThat(b().get(key)).isEqualTo(bytes);
  }

  @Test
  public void answersEndAndThoseStoredAgainLiveOn() throws Exception {
    CacheKey renewed = new CacheKey(key.hex() + "00");
    a().put(key, "old".getBytes(UTF_8));
    a().put(renewed, "old".getBytes(UTF_8));
    TimeUnit.MILLISECONDS.sleep(2_000);
    b().put(renewed, "new".getBytes(UTF_8));
    assertThat(a().get(key)).isNotNull();
    TimeUnit.MILLISECONDS.sleep(1_500);

    assertThat(a().get(key)).isNull();
    assertThat(a().get(renewed)).isEqualTo("new".getBytes(UTF_8));
  }

  @Test
  public void aLeaseIsOneServersUntilItIsGivenBack() throws IOException {
    assertThat(a().lease(key, "a")).isTrue();
    assertThat(b().lease(key, "b")).isFalse();
    assertThat(a().lease(key, "a")).isTrue();

    b().release(key, "b");
    assertThat(b().lease(key, "b")).as("a lease is given back by its holder only").isFalse();
    a().release(key, "a");
    assertThat(b().lease(key, "b")).isTrue();
    assertThat(a().lease(key, "a")).isFalse();
  }

  @Test
  public void aLeaseEndsUnlessItIsRenewed() throws Exception {
    assertThat(a().lease(key, "a")).isTrue();
    for (int i = 0; i < 3; i++) {
      TimeUnit.MILLISECONDS.sleep(1_000);
      assertThat(a().lease(key, "a")).isTrue();
      assertThat(b().lease(key, "b")).isFalse();
    }

    TimeUnit.MILLISECONDS.sleep(2_500);
    assertThat(b().lease(key, "b")).isTrue();
  }

  @Test
  public void ofManyWhoWantALeaseOneHasIt() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    StartGate.run(
        8,
        thread -> {
          AwaitedTier tier = thread % 2 == 0 ? a() : b();
          if (tier.lease(key, "server" + thread)) {
            holders.incrementAndGet();
          }
        });
    assertThat(holders).hasValue(1);
  }

  @Test
  public void notesAreReplacedOnlyByThoseWhoKnowThem() throws IOException {
    assertThat(a().get(note)).isNull();
    assertThat(a().replace(note, "0", "1")).isFalse();
    assertThat(a().replace(note, null, "1")).isTrue();
    assertThat(b().replace(note, null, "2")).isFalse();
    assertThat(b().replace(note, "1", "2")).isTrue();
    assertThat(a().replace(note, "1", "3")).isFalse();
    assertThat(a().get(note)).isEqualTo("2");

    assertThat(a().replace(note, "1", null)).isFalse();
    assertThat(a().replace(note, "2", null)).isTrue();
    assertThat(b().get(note)).isNull();
  }

  @Test
  public void noReplacementIsLost() throws Exception {
    int each = 50;
    a().replace(note, null, "0");
    StartGate.run(
        4,
        thread -> {
          AwaitedTier tier = thread % 2 == 0 ? a() : b();
          for (int i = 0; i < each; i++) {
            increment(tier);
          }
        });
    assertThat(b().get(note)).isEqualTo(Integer.toString(4 * each));
  }

  private void increment(AwaitedTier tier) throws IOException {
    boolean done = false;
    while (!done) {
      String before = tier.get(note);
      done = tier.replace(note, before, Integer.toString(Integer.parseInt(before) + 1));
    }
  }

  @Test
  public void purgesReachTheOtherServer() {
    PurgeJournal journalA = journal(a());
    PurgeJournal journalB = journal(b());
    journalA.tick();
    journalB.tick();
    Entry old = PurgeJournalTest.entry("acme", "m1", journalB.epoch());
    assertThat(journalB.valid(key, old)).isTrue();

    journalA.purge(new PurgeScope(PurgeScope.Kind.TENANT, "acme"));
    journalA.tick();
    journalB.tick();

    assertThat(journalB.valid(key, old)).isFalse();
    assertThat(journalB.epoch()).isEqualTo(journalA.epoch());
  }

  private PurgeJournal journal(SharedNotes notes) {
    return new PurgeJournal(notes, Duration.ofHours(2), InstantSource.system(), random);
  }

  @Test
  public void aTierAnswersOnlyWhileItIsOpen() throws IOException {
    AwaitedTier tier = unopened(store(), KEEP);
    assertThatThrownBy(() -> tier.get(key)).isInstanceOf(IOException.class);
    a().put(key, new byte[] {7});
    a().tier().close();

    tier.tier().open();
    tier.tier().open();
    assertThat(tier.get(key)).containsExactly(7);
    tier.tier().close();

    assertThatThrownBy(() -> tier.get(key)).isInstanceOf(IOException.class);
    tier.tier().open();
    assertThatThrownBy(() -> tier.get(key)).isInstanceOf(IOException.class);
    assertThat(b().get(key)).containsExactly(7);
    reopen();
  }
}
