package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.Shares;
import io.tidegate.exchange.TenantId;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What limits that there were leave behind: nothing. */
class ForgottenQuotasTest {

  private static final Subject TEAM = Subject.of(new TenantId("team"));
  private static final Limits ALL = new Limits(60, 600, 4, 100, 1000);

  private final Registrations shared = new Registrations();
  private final Quotas quotas =
      new Quotas(
          new QuotaTools(
              shared,
              Duration.ofMinutes(1),
              new ManualClock(),
              InstantSource.fixed(Instant.EPOCH)));

  /** Names of what is shared at the moment. */
  private static final class Registrations implements QuotaShares, Shares {

    private final Set<String> names = new HashSet<>();

    @Override
    public double part(String limit) {
      return 1;
    }

    @Override
    public int servers() {
      return 1;
    }

    @Override
    public void register(String limit, SharedLimit here) {
      names.add(limit);
    }

    @Override
    public int share(String key, int limit) {
      return limit;
    }

    @Override
    public void register(String key, IntSupplier limit, IntSupplier inUse) {
      names.add(key);
    }

    @Override
    public void forget(String limit) {
      names.remove(limit);
    }

    @Override
    public Shares places() {
      return this;
    }
  }

  @Test
  void nothingStaysRegisteredOfASubjectThatIsGone() {
    quotas.set(Map.of(TEAM, ALL));
    assertThat(shared.names).hasSize(5);

    quotas.set(Map.of());

    assertThat(shared.names).isEmpty();
  }

  @Test
  void nothingStaysRegisteredOfALimitThatIsGone() {
    quotas.set(Map.of(TEAM, ALL));

    quotas.set(Map.of(TEAM, new Limits(60, -1, -1, -1, -1)));

    assertThat(shared.names).containsExactly("quota/team/requests");
  }

  @Test
  void whoeverShowsBudgetsIsShownTheWholeOfThemAfterEachChange() {
    List<Set<Subject>> seen = new ArrayList<>();
    quotas.set(Map.of(TEAM, ALL));

    quotas.onBudgets(seen::add);
    quotas.set(Map.of(TEAM, new Limits(60, -1, -1, -1, -1)));

    assertThat(seen).containsExactly(Set.of(TEAM), Set.of());
  }
}
