package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void anIdTellsWhatItIsForAndIsNewEachTime() {
    Ids ids = new Ids(new Random(1));
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String id = ids.next("file-");
      assertThat(id).matches("file-[0-9a-f]{32}");
      assertThat(made.add(id)).isTrue();
    }
  }
}
