package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sealing.SampleSealing;
import io.tidegate.sealing.Sealing;
import io.tidegate.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JpaSealingKeysTest {

  private final TestDatabase tables = TestDatabase.h2();

  @AfterEach
  void close() {
    tables.close();
  }

  private List<String> missing(Sealing sealing) {
    return new JpaSealingKeys(tables.database(), sealing).check(1);
  }

  @Test
  void aServerWithAllKeysThatEverSealedMissesNone() {
    assertThat(missing(SampleSealing.by("a"))).isEmpty();
    assertThat(missing(SampleSealing.by("a"))).isEmpty();
    assertThat(missing(SampleSealing.by("ba"))).isEmpty();
  }

  @Test
  void aServerIsToldOfKeysThatItLacksAndOtherwiseOfNone() {
    missing(SampleSealing.by("a"));
    missing(SampleSealing.by("ba"));

    assertThat(missing(SampleSealing.by("bc")))
        .containsExactlyElementsOf(SampleSealing.by("a").ids());
    assertThat(missing(Sealing.none())).hasSize(2);
    // A key that only opens has sealed nothing here.
    assertThat(missing(SampleSealing.by("ab"))).isEmpty();
  }
}
