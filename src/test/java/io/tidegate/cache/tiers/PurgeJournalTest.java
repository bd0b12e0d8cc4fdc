package io.tidegate.cache.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Lifetime;
import io.tidegate.cache.answer.Origin;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PurgeJournalTest {

  private static final CacheKey KEY = new CacheKey("ab12");
  private static final Duration RETENTION = Duration.ofHours(2);

  private final SimulatedNotes notes = new SimulatedNotes();
  private long now = 1_700_000_000_000L;
  private final PurgeJournal a = journal("a");
  private final PurgeJournal b = journal("b");

  private PurgeJournal journal(String server) {
    return journal(notes.of(server));
  }

  private PurgeJournal journal(SharedNotes shared) {
    return new PurgeJournal(shared, RETENTION, () -> Instant.ofEpochMilli(now), new Random());
  }

  static Entry entry(String tenant, String model, long epoch) {
    Origin origin = new Origin(new TenantId(tenant), model, Operation.CHAT, "node", Usage.NONE);
    return new Entry(origin, new Lifetime(0, 0, 0, 0, 0), epoch, false, new byte[0]);
  }

  private static Entry made(PurgeJournal by) {
    return entry("acme", "m1", by.epoch());
  }

  private void tickBoth() {
    a.tick();
    b.tick();
  }

  @Test
  void aPurgeCountsHereAtOnceAndElsewhereAfterATickOfEach() {
    tickBoth();
    Entry old = made(a);

    a.purge(new PurgeScope(PurgeScope.Kind.TENANT, "acme"));
    assertThat(a.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, old)).isTrue();

    tickBoth();
    assertThat(a.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, old)).isFalse();
    assertThat(a.valid(KEY, made(b))).isTrue();
    assertThat(b.valid(KEY, made(a))).isTrue();
    assertThat(b.epoch()).isEqualTo(a.epoch());
  }

  @Test
  void onlyWhatTheScopeCoversIsVoid() {
    tickBoth();
    Entry old = made(a);

    a.purge(new PurgeScope(PurgeScope.Kind.TENANT, "another"));
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m2"));
    a.purge(new PurgeScope(PurgeScope.Kind.KEY, "cd34"));
    tickBoth();
    assertThat(b.valid(KEY, old)).isTrue();

    a.purge(new PurgeScope(PurgeScope.Kind.KEY, "ab12"));
    tickBoth();
    assertThat(b.valid(KEY, old)).isFalse();
  }

  @Test
  void listenersHearEachPurgeOnce() {
    tickBoth();
    List<PurgeScope> heardByA = new ArrayList<>();
    List<PurgeScope> heardByB = new ArrayList<>();
    a.onPurge(heardByA::add);
    b.onPurge(heardByB::add);
    PurgeScope odd = new PurgeScope(PurgeScope.Kind.MODEL, "a,b\n\u4e2d %2C+;=");

    a.purge(odd);
    tickBoth();
    tickBoth();

    assertThat(heardByA).containsExactly(odd);
    assertThat(heardByB).containsExactly(odd);
  }

  @Test
  void beforeTheFirstReadingTheEpochIsUnknownAndWhatIsMadeThenIsVoidLater() {
    notes.deafen("a");
    a.tick();
    Entry early = made(a);
    assertThat(a.epoch()).isEqualTo(-1);
    assertThat(a.valid(KEY, early)).isTrue();

    b.tick();
    b.purge(PurgeScope.ALL);
    b.tick();
    notes.heal(false);
    a.tick();

    assertThat(a.epoch()).isPositive();
    assertThat(a.valid(KEY, early)).isFalse();
  }

  @Test
  void aPurgeThatCannotBeWrittenStaysPendingUntilItCan() {
    tickBoth();
    notes.deafen("a");
    Entry old = made(b);
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m1"));
    for (int i = 0; i < 5; i++) {
      tickBoth();
    }
    assertThat(a.pending()).isOne();
    assertThat(a.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, old)).isTrue();

    notes.heal(false);
    tickBoth();
    assertThat(a.pending()).isZero();
    assertThat(b.valid(KEY, old)).isFalse();
  }

  @Test
  void aPurgeWhoseWritingWasNotConfirmedIsNotWrittenTwice() {
    tickBoth();
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m1"));
    int[] steps = {0};
    notes.meanwhile =
        server -> {
          if (++steps[0] == 3) {
            throw new IOException("the answer is lost");
          }
        };
    a.tick();
    assertThat(a.pending()).isOne();
    long number = Purges.parse(notes.text()).newest();

    tickBoth();
    assertThat(a.pending()).isZero();
    assertThat(a.epoch()).isEqualTo(number);
  }

  @Test
  void aLostJournalVoidsAllThatIsOlder() {
    tickBoth();
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m2"));
    tickBoth();
    Entry old = made(b);

    notes.forget();
    tickBoth();
    tickBoth();

    assertThat(a.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, made(a))).isTrue();
    assertThat(a.valid(KEY, made(b))).isTrue();
  }

  @Test
  void twoPastsUnderOneNumberVoidAllThatIsOlder() {
    tickBoth();
    notes.cut(Set.of("b"));
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m2"));
    b.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m3"));
    tickBoth();
    assertThat(a.epoch()).isEqualTo(b.epoch());
    Entry ofB = entry("acme", "m2", b.epoch());

    notes.heal(false);
    tickBoth();
    tickBoth();

    assertThat(a.valid(KEY, ofB)).isFalse();
    assertThat(b.valid(KEY, ofB)).isFalse();
    assertThat(b.epoch()).isEqualTo(a.epoch());
  }

  @Test
  void ofTooManyPurgesTheOldestBecomeOneOfAll() {
    tickBoth();
    Entry old = made(b);
    purgeKeys(600);
    tickBoth();
    purgeKeys(401);
    tickBoth();

    assertThat(notes.text().lines()).hasSize(501);
    assertThat(b.valid(KEY, old)).isFalse();
    assertThat(b.valid(KEY, made(a))).isTrue();
  }

  @Test
  void purgesOlderThanAnyEntryAreForgotten() {
    tickBoth();
    purgeKeys(900);
    tickBoth();
    Entry kept = made(b);
    now += RETENTION.toMillis() + 1_000;
    purgeKeys(200);
    tickBoth();

    assertThat(notes.text().lines()).hasSize(500);
    assertThat(b.valid(KEY, kept)).isTrue();
    assertThat(b.epoch()).isEqualTo(a.epoch());
  }

  private void purgeKeys(int count) {
    for (int i = 0; i < count; i++) {
      a.purge(new PurgeScope(PurgeScope.Kind.KEY, "k" + i));
    }
  }

  @Test
  void afterAQuietTimePurgesOfBothVoidOnlyWhatTheyCover() {
    tickBoth();
    now += RETENTION.toMillis() * 3;
    Entry kept = made(b);
    a.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m2"));
    b.purge(new PurgeScope(PurgeScope.Kind.MODEL, "m3"));
    tickBoth();
    tickBoth();

    assertThat(a.valid(KEY, kept)).isTrue();
    assertThat(b.valid(KEY, kept)).isTrue();
  }

  @Test
  void aServerThatIsAloneNeedsNoNotes() {
    PurgeJournal alone = journal((SharedNotes) null);
    List<PurgeScope> heard = new ArrayList<>();
    alone.onPurge(heard::add);
    assertThat(alone.epoch()).isZero();
    Entry old = made(alone);

    alone.purge(PurgeScope.ALL);
    alone.tick();

    assertThat(alone.valid(KEY, old)).isFalse();
    assertThat(alone.valid(KEY, made(alone))).isTrue();
    assertThat(heard).containsExactly(PurgeScope.ALL);
  }

  @Test
  void nothingIsWrittenWhenNothingHappens() {
    tickBoth();
    String text = notes.text();
    now += RETENTION.toMillis() * 3;
    tickBoth();
    assertThat(notes.text()).isEqualTo(text);
  }
}
