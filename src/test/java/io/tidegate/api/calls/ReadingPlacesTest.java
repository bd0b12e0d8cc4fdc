package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import org.junit.jupiter.api.Test;

class ReadingPlacesTest {

  private static final TenantId SLOW = new TenantId("slow");
  private static final TenantId OTHER = new TenantId("other");
  private static final TenantId THIRD = new TenantId("third");

  private final ReadingPlaces places = new ReadingPlaces(4);

  @Test
  void oneTenantLeavesHalfOfThemToOthers() {
    assertThat(places.tryTake(SLOW)).isTrue();
    assertThat(places.tryTake(SLOW)).isTrue();
    assertThat(places.tryTake(SLOW)).isFalse();

    assertThat(places.tryTake(OTHER)).isTrue();
    assertThat(places.tryTake(THIRD)).isTrue();
    assertThat(places.tryTake(OTHER)).as("a fifth").isFalse();
  }

  @Test
  void whatIsGivenBackIsThereForAll() {
    for (int i = 0; i < 10; i++) {
      assertThat(places.tryTake(SLOW)).isTrue();
      assertThat(places.tryTake(SLOW)).isTrue();
      places.giveBack(SLOW);
      places.giveBack(SLOW);
    }
    for (TenantId tenant : new TenantId[] {SLOW, SLOW, OTHER, OTHER}) {
      assertThat(places.tryTake(tenant)).isTrue();
    }
    places.giveBack(OTHER);
    assertThat(places.tryTake(SLOW)).isFalse();
    assertThat(places.tryTake(THIRD)).isTrue();
  }
}
