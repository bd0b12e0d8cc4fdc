package io.tidegate.cache.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.testing.ToReproduce;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever happens to network and notes: what was purged anywhere is in the end void everywhere.
 */
class RandomJournalsTest {

  private static final int STEPS = 800;
  private static final long USABLE = Duration.ofMinutes(20).toMillis();

  /** A purge that was made somewhere, or the making of an entry that began somewhere. */
  private record Event(
      int order, long at, Server by, PurgeScope scope, CacheKey key, Entry entry) {}

  /** One server, whose clock may be a little wrong. */
  private final class Server {

    final String id = "s" + born++;
    final long skew = random.nextInt(60_000) - 30_000L;
    final PurgeJournal journal =
        new PurgeJournal(
            notes.of(id),
            Duration.ofMillis(2 * USABLE),
            () -> Instant.ofEpochMilli(now + skew),
            new Random(random.nextLong()));
    final List<PurgeScope> heard = new ArrayList<>();

    Server() {
      journal.onPurge(heard::add);
    }

    @Override
    public String toString() {
      return id + " at " + journal.epoch() + " pending " + journal.pending();
    }
  }

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final SimulatedNotes notes = new SimulatedNotes();
  private final List<Server> servers = new ArrayList<>();
  private final List<Event> entries = new ArrayList<>();
  private final List<Event> purges = new ArrayList<>();
  private long now = 1_700_000_000_000L;
  private int born;
  private int order;
  private int quietRounds;
  private boolean nested;

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, servers, notes);

  @RepeatedTest(100)
  void whatWasPurgedIsVoidEverywhereAndWhatIsNewIsValid() {
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      servers.add(new Server());
    }
    notes.meanwhile = this::meanwhile;
    for (int i = 0; i < STEPS; i++) {
      now += random.nextInt(4_000);
      act();
      incident();
      forget();
      servers.forEach(this::checkOwn);
      if (notes.whole() && random.nextInt(20) == 0) {
        settle();
      }
    }
    notes.meanwhile = server -> {};
    notes.heal(random.nextBoolean());
    settle();
  }

  private void settle() {
    round();
    round();
    check();
  }

  private void act() {
    switch (random.nextInt(10)) {
      case 0 -> purge(any());
      case 1, 2, 3 -> begin(any());
      case 4 -> round();
      default -> any().journal.tick();
    }
  }

  private void purge(Server server) {
    PurgeScope scope = scope();
    purges.add(new Event(order++, now, server, scope, null, null));
    server.journal.purge(scope);
  }

  private PurgeScope scope() {
    return switch (random.nextInt(30)) {
      case 0 -> PurgeScope.ALL;
      case 1, 2, 3 -> new PurgeScope(PurgeScope.Kind.TENANT, "t" + random.nextInt(5));
      case 4, 5, 6 -> new PurgeScope(PurgeScope.Kind.MODEL, "m," + random.nextInt(5));
      default -> new PurgeScope(PurgeScope.Kind.KEY, "k" + random.nextInt(50));
    };
  }

  private void begin(Server server) {
    CacheKey key = new CacheKey("k" + random.nextInt(50));
    Entry entry =
        PurgeJournalTest.entry(
            "t" + random.nextInt(5), "m," + random.nextInt(5), server.journal.epoch());
    entries.add(new Event(order++, now, server, null, key, entry));
  }

  /** Between any two steps of an exchange others go on, purges are made, and answers are lost. */
  private void meanwhile(String during) throws IOException {
    if (!nested) {
      nested = true;
      try {
        if (random.nextInt(6) == 0) {
          purge(any());
        }
        Server other = any();
        if (!other.id.equals(during) && random.nextInt(3) == 0) {
          other.journal.tick();
        }
      } finally {
        nested = false;
      }
    }
    if (random.nextInt(30) == 0) {
      throw new IOException("lost");
    }
  }

  private void incident() {
    switch (random.nextInt(100)) {
      case 0 -> cut();
      case 1, 2 -> heal();
      case 3 -> deafen();
      case 4 -> lose();
      case 5 -> restart();
      case 6 -> now += random.nextInt((int) USABLE);
      default -> {}
    }
  }

  private void cut() {
    if (!notes.isCut()) {
      Set<String> side = new HashSet<>();
      servers.stream()
          .filter(server -> random.nextBoolean())
          .forEach(server -> side.add(server.id));
      notes.cut(side);
      quietRounds = 0;
    }
  }

  private void heal() {
    notes.heal(random.nextBoolean());
    quietRounds = 0;
  }

  private void lose() {
    notes.forget();
    quietRounds = 0;
  }

  private void deafen() {
    notes.deafen(any().id);
    quietRounds = 0;
  }

  /**
   * A purge is not lost while its server lives, and known by all soon after: so it may die then.
   */
  private void restart() {
    Server old = any();
    if (notes.whole() && quietRounds >= 2 && old.journal.pending() == 0) {
      servers.set(servers.indexOf(old), new Server());
    }
  }

  private void round() {
    SimulatedNotes.Meanwhile before = notes.meanwhile;
    notes.meanwhile = server -> {};
    servers.forEach(server -> server.journal.tick());
    notes.meanwhile = before;
    quietRounds++;
  }

  /** Entries that are too old are not used by anybody. */
  private void forget() {
    entries.removeIf(entry -> now - entry.at() > USABLE);
    purges.removeIf(purge -> now - purge.at() > USABLE);
  }

  /** What a server has purged of its own entries stays void, whatever becomes of the journal. */
  private void checkOwn(Server server) {
    for (Event purge : purges) {
      if (purge.by() == server) {
        checkVoid(purge, server, made -> made.by() == server);
      }
    }
  }

  private void checkVoid(Event purge, Server where, Predicate<Event> which) {
    for (Event made : entries) {
      if (made.order() < purge.order() && covers(purge, made) && which.test(made)) {
        assertThat(where.journal.valid(made.key(), made.entry()))
            .as("%s after %s at %s", made, purge, where)
            .isFalse();
      }
    }
  }

  private static boolean covers(Event purge, Event made) {
    return purge.scope().covers(made.key(), made.entry().origin());
  }

  private void check() {
    Set<Long> epochs = new HashSet<>();
    for (Server server : servers) {
      purges.forEach(purge -> checkVoid(purge, server, made -> true));
      assertThat(server.journal.pending()).isZero();
      epochs.add(server.journal.epoch());
    }
    assertThat(epochs).hasSize(1);
    entries.clear();
    servers.forEach(this::begin);
    servers.forEach(
        server ->
            assertThat(entries).allMatch(made -> server.journal.valid(made.key(), made.entry())));
  }

  private Server any() {
    return servers.get(random.nextInt(servers.size()));
  }
}
