package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

/** What is true of a fleet once all is over: each place that was taken is free again. */
final class NothingLost {

  private NothingLost() {}

  /** Ends what is under way in {@code fleet}, and checks that nothing stays taken. */
  static void in(Fleet fleet) {
    // An attempt that ends may have another one begin.
    for (int i = 0; i < 3; i++) {
      fleet.upstream().endAll();
    }
    assertThat(fleet.inFlight()).isZero();
    assertThat(fleet.permits().returned()).isEqualTo(fleet.permits().issued());
  }
}
