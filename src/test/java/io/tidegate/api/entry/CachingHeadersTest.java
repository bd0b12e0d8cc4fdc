package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Caching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller can say of stored answers. */
class CachingHeadersTest {

  @Test
  void saysNothingWithoutHeaders() {
    assertThat(CachingHeaders.read(null, null, null)).isSameAs(Caching.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"use", "USE", "Use"})
  void takesStoredAnswersWhenAsked(String own) {
    assertThat(CachingHeaders.read(own, null, null)).isEqualTo(new Caching(true, false, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF"})
  void turnedOffItNeitherReadsNorStores(String own) {
    assertThat(CachingHeaders.read(own, null, null)).isEqualTo(new Caching(false, true, true));
    assertThat(CachingHeaders.read(own, "max-stale=5", null))
        .isEqualTo(new Caching(false, true, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "on", "true", "use,use", "off, use", "uses"})
  void refusesOtherWishesWithTheRule(String own) {
    assertThatThrownBy(() -> CachingHeaders.read(own, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be use or off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-cache                        | true  | false",
        "NO-CACHE                        | true  | false",
        "no-store                        | false | true",
        "no-cache, No-Store              | true  | true",
        "no-cache,no-store               | true  | true",
        "max-age=0                       | true  | false",
        "Max-Age = 0                     | true  | false",
        "max-age=\"0\"                   | true  | false",
        "max-age=000                     | true  | false",
        "max-age=60, no-store            | false | true",
        "no-cache=\"x\", max-age=9        | true  | false",
        "no-store=1                      | false | true",
        ", ,no-cache,                    | true  | false",
        "private=\"a, b\" , no-cache      | true  | false",
        "x=\"quoted \\\" , y\", no-store   | false | true"
      })
  void obeysTheDirectivesOfTheRequest(String control, boolean noCache, boolean noStore) {
    assertThat(CachingHeaders.read(null, control, null))
        .isEqualTo(new Caching(false, noCache, noStore));
    assertThat(CachingHeaders.read("use", control, null))
        .isEqualTo(new Caching(true, noCache, noStore));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,",
        "max-age=1",
        "max-age",
        "max-age=",
        "max-age=-0",
        "min-fresh=0",
        "max-stale",
        "only-if-cached",
        "xno-cache",
        "no-cache-x",
        "x=no-cache",
        "x=\"a, no-cache, no-store\"",
        "x=\"open, no-cache"
      })
  void otherDirectivesSayNothing(String control) {
    assertThat(CachingHeaders.read(null, control, null)).isEqualTo(Caching.DEFAULT);
  }

  @Test
  void thePragmaCountsOnlyWithoutDirectives() {
    assertThat(CachingHeaders.read(null, null, "No-Cache"))
        .isEqualTo(new Caching(false, true, false));
    assertThat(CachingHeaders.read(null, "max-age=60", "no-cache")).isEqualTo(Caching.DEFAULT);
    assertThat(CachingHeaders.read(null, null, "no-store, max-age=0")).isEqualTo(Caching.DEFAULT);
  }
}
