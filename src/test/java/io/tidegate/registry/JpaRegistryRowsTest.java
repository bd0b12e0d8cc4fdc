package io.tidegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry in a real database, which several servers share. */
class JpaRegistryRowsTest {

  private enum Vendor {
    H2,
    POSTGRESQL;

    TestDatabase open() {
      return this == H2 ? TestDatabase.h2() : TestDatabase.postgres();
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void entriesAreWrittenChangedAndDeletedByWhoSawThemLast(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      Registry here = new Registry(new JpaRegistryRows(source.database()));
      Registry there = new Registry(new JpaRegistryRows(source.database()));

      RegistryEntry first = here.insert("tenant", "a", "{\"x\":1}").orElseThrow();
      assertThat(here.insert("tenant", "a", "{}")).isEmpty();
      assertThat(here.find("tenant", "a")).contains(first);
      there.look();
      RegistryEntry second = there.replace(first, "{\"x\":2}").orElseThrow();
      assertThat(second.version()).isGreaterThan(first.version());
      assertThat(here.replace(first, "{\"x\":3}")).isEmpty();
      assertThat(here.find("tenant", "a")).contains(second);
      assertThat(here.delete(first)).isFalse();
      assertThat(here.delete(second)).isTrue();
      there.look();
      assertThat(there.all("tenant")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void whatFollowsAnEntryGoesWithItInOneChangeAndNothingElseDoes(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      Registry here = new Registry(new JpaRegistryRows(source.database()));
      Registry there = new Registry(new JpaRegistryRows(source.database()));
      here.follow(
          "quota", Set.of("key"), (gone, entry) -> entry.name().equals("of-" + gone.name()));
      RegistryEntry key = here.insert("key", "k1", "{}").orElseThrow();
      here.insert("key", "of-k1", "{}");
      here.insert("quota", "of-k2", "{}");
      here.insert("quota", "k1", "{}");
      here.insert("tenant", "k1", "{}");
      // Unknown here until it is deleted.
      there.insert("quota", "of-k1", "{}");
      long before = new JpaRegistryRows(source.database()).version();

      assertThat(here.delete(key)).isTrue();
      there.look();

      assertThat(there.all("quota")).containsOnlyKeys("k1", "of-k2");
      assertThat(there.all("key")).containsOnlyKeys("of-k1");
      assertThat(new JpaRegistryRows(source.database()).version()).isEqualTo(before + 1);
      there.insert("quota", "of-k1", "{}");
      assertThat(here.delete(key)).isFalse();
      assertThat(here.delete(here.find("tenant", "k1").orElseThrow())).isTrue();
      assertThat(here.all("quota")).containsOnlyKeys("k1", "of-k1", "of-k2");
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void whatFollowsOthersIsWrittenWhileTheyAreThere(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      Registry here = new Registry(new JpaRegistryRows(source.database()));
      RegistryEntry leader = here.insert("tenant", "a", "{}").orElseThrow();

      assertThat(here.insert("key", "k1", "{}", List.of(leader))).isPresent();
      RegistryEntry changed = here.replace(leader, "{\"x\":2}").orElseThrow();
      assertThat(here.insert("key", "k2", "{}", List.of(leader))).isPresent();
      assertThat(here.delete(changed)).isTrue();
      assertThat(here.insert("key", "k3", "{}", List.of(changed))).isEmpty();

      assertThat(here.all("key")).containsOnlyKeys("k1", "k2");
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void theLongestContentIsKept(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      Registry registry = new Registry(new JpaRegistryRows(source.database()));
      String longest = "ü".repeat(RegistryEntry.LONGEST);

      registry.insert("tenant", "a", longest);

      assertThat(registry.find("tenant", "a").orElseThrow().content()).isEqualTo(longest);
    }
  }

  @Test
  void noChangeOfManyAtATimeIsMissedOrDoneTwice() {
    try (TestDatabase source = TestDatabase.postgres()) {
      Registry reader = new Registry(new JpaRegistryRows(source.database()));
      List<CompletableFuture<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Registry writer = new Registry(new JpaRegistryRows(source.database()));
        writers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  int own = 0;
                  for (int name = 0; name < 25; name++) {
                    own += writer.insert("key", "k" + name, "{}").isPresent() ? 1 : 0;
                  }
                  return own;
                }));
      }

      int all = writers.stream().mapToInt(CompletableFuture::join).sum();
      reader.look();

      assertThat(all).isEqualTo(25);
      assertThat(reader.all("key")).hasSize(25);
      assertThat(new JpaRegistryRows(source.database()).version()).isEqualTo(25);
    }
  }
}
