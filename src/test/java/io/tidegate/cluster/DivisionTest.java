package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DivisionTest {

  @Test
  void everyoneGetsWhatItWantsAndTheRestIsSpread() {
    assertThat(Division.divide(10, Map.of("a", 2, "b", 4))).isEqualTo(Map.of("a", 4, "b", 6));
  }

  @Test
  void whoWantsMoreGetsWhatTheOthersLeave() {
    assertThat(Division.divide(30, Map.of("a", 30, "b", 30, "c", 4)))
        .isEqualTo(Map.of("a", 13, "b", 13, "c", 4));
  }

  @Test
  void allPlacesGoToTheOnlyServer() {
    assertThat(Division.divide(7, Map.of("a", 1))).isEqualTo(Map.of("a", 7));
  }

  @Property
  void dividesAllPlacesAndGivesEachItsEqualPartOrWhatItWants(
      @ForAll @IntRange(max = 200) int places,
      @ForAll @Size(min = 1, max = 8) Map<Integer, @IntRange(max = 200) Integer> demands) {
    Map<String, Integer> wanted = new HashMap<>();
    demands.forEach((server, want) -> wanted.put("s" + server, want));

    Map<String, Integer> parts = Division.divide(places, wanted);

    assertThat(parts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(places);
    wanted.forEach(
        (server, want) ->
            assertThat(parts.get(server))
                .isGreaterThanOrEqualTo(Math.min(want, places / wanted.size())));
  }
}
