package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "kitten, sitting, 3",
    "flaw, lawn, 2",
    "ab, ba, 2",
    "timout, timeout, 1"
  })
  void countsInsertionsDeletionsAndSubstitutions(String a, String b, int distance) {
    assertThat(EditDistance.between(a, b)).isEqualTo(distance);
  }

  @Property(tries = 300)
  void isAMetric(
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String a,
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String b,
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String c) {
    int direct = EditDistance.between(a, b);

    assertThat(direct == 0).isEqualTo(a.equals(b));
    assertThat(direct).isEqualTo(EditDistance.between(b, a));
    assertThat(direct).isLessThanOrEqualTo(EditDistance.between(a, c) + EditDistance.between(c, b));
    assertThat(direct)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }

  @Test
  void findsTheNearestCandidateThatIsNearEnough() {
    List<String> candidates = List.of("tidegate.port", "tidegate.host", "tidegate.window-size");

    assertThat(EditDistance.nearest("tidegate.hots", candidates)).contains("tidegate.host");
    assertThat(EditDistance.nearest("tidegate.windowsize", candidates))
        .contains("tidegate.window-size");
    assertThat(EditDistance.nearest("something.else.altogether", candidates)).isEmpty();
    assertThat(EditDistance.nearest("tidegate.host", List.of())).isEmpty();
  }
}
