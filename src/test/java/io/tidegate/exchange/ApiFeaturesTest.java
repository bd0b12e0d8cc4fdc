package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiFeaturesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a b", "\u00e9", "a\r\nx: y", "a\u0000"})
  void refusesWhatIsNoName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ApiFeatures.of(name, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> ApiFeatures.of(null, List.of(name)));
  }

  @Test
  void refusesTooMany() {
    List<String> many = Collections.nCopies(1, String.join(",", names(65)));

    assertThatIllegalArgumentException().isThrownBy(() -> ApiFeatures.of(null, many));
    assertThat(ApiFeatures.of(null, List.of(String.join(",", names(64)))).betas()).hasSize(64);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "b-" + i).toList();
  }

  @Test
  void readsTheNamesOfAllLinesSortedAndOnce() {
    ApiFeatures features = ApiFeatures.of(" 2023-06-01 ", List.of("z-1, a-1", "", "a-1,,b-1"));

    assertThat(features.version()).isEqualTo("2023-06-01");
    assertThat(features.betas()).containsExactly("a-1", "b-1", "z-1");
  }

  @Test
  void isNothingWhereNothingIsSaid() {
    assertThat(ApiFeatures.of(null, List.of())).isSameAs(ApiFeatures.NONE);
    assertThat(ApiFeatures.NONE.versionForNode()).isEqualTo("2023-06-01");
    assertThat(ApiFeatures.of("2024-01-01", List.of()).versionForNode()).isEqualTo("2024-01-01");
  }
}
