package io.tidegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private final FakeRegistryRows rows = new FakeRegistryRows();
  private final Registry here = rows.registry();
  private final Registry there = rows.registry();

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    assertThat(here.isLoaded()).isFalse();
    assertThat(here.all("tenant")).isEmpty();

    here.look();

    assertThat(here.isLoaded()).isTrue();
  }

  @Test
  void aDatabaseThatIsAwayAtTheStartLeavesNothingKnown() {
    rows.away(true);

    here.look();

    assertThat(here.isLoaded()).isFalse();
  }

  @Test
  void whatIsKnownIsServedWhileTheDatabaseIsAway() {
    here.insert("tenant", "a", "1");
    rows.away(true);

    here.look();

    assertThat(here.find("tenant", "a").orElseThrow().content()).isEqualTo("1");
    assertThat(here.isLoaded()).isTrue();
  }

  @Test
  void aChangeIsRefusedWhileTheDatabaseIsAway() {
    RegistryEntry entry = here.insert("tenant", "a", "1").orElseThrow();
    rows.away(true);

    assertThatThrownBy(() -> here.replace(entry, "2")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> here.delete(entry)).isInstanceOf(StoreException.class);
    assertThat(here.find("tenant", "a")).contains(entry);
  }

  @Test
  void anotherServerSeesAChangeAtItsNextLook() {
    here.insert("tenant", "a", "1");
    assertThat(there.find("tenant", "a")).isEmpty();

    there.look();

    assertThat(there.find("tenant", "a").orElseThrow().content()).isEqualTo("1");
  }

  @Test
  void allIsReadOnlyWhereTheVersionHasChanged() {
    here.insert("tenant", "a", "1");
    here.look();
    here.look();

    assertThat(rows.reads()).isEqualTo(1);
  }

  @Test
  void ofTwoWhoChangeTheSameOnlyTheFirstDoes() {
    RegistryEntry seen = here.insert("tenant", "a", "1").orElseThrow();
    there.look();

    assertThat(there.replace(seen, "2")).isPresent();
    assertThat(here.replace(seen, "3")).isEmpty();
    assertThat(here.delete(seen)).isFalse();
    assertThat(here.find("tenant", "a").orElseThrow().content()).isEqualTo("2");
  }

  @Test
  void aNameIsTakenOnceInItsKind() {
    assertThat(here.insert("tenant", "a", "1")).isPresent();
    assertThat(here.insert("tenant", "a", "2")).isEmpty();
    assertThat(here.insert("key", "a", "3")).isPresent();
  }

  @Test
  void listenersSeeWhatIsAndWhatChangesOfTheirKind() {
    List<Set<String>> told = new ArrayList<>();
    here.insert("tenant", "a", "1");
    here.onChange("tenant", all -> told.add(all.keySet()));

    here.insert("key", "k", "1");
    there.insert("tenant", "b", "1");
    here.look();
    here.delete(here.find("tenant", "a").orElseThrow());

    assertThat(told).containsExactly(Set.of("a"), Set.of("a", "b"), Set.of("b"));
  }

  @Test
  void aListenerThatFailsKeepsTheOthersFromNothing() {
    List<Set<String>> told = new ArrayList<>();
    here.onChange(
        "tenant",
        all -> {
          throw new IllegalStateException("of the test");
        });
    here.onChange("tenant", all -> told.add(all.keySet()));

    here.insert("tenant", "a", "1");

    assertThat(told).containsExactly(Set.of(), Set.of("a"));
  }

  @Test
  void aContentThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> new RegistryEntry("tenant", "a", 0, "x".repeat(16_001)))
        .hasMessage("content must have at most 16000 characters");
  }
}
