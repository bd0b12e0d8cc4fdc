package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.cache.CacheView;
import io.tidegate.cache.tiers.PurgeScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator sees of the cache. */
class CacheJsonTest {

  @Test
  void showsSizesRatiosAndTheQuestionsAskedMost() {
    CacheView view =
        new CacheView(
            new CacheView.Heap(2, 700, 1000, 3, 1, 5),
            new CacheView.Shared(true, 1, 2, 1),
            new CacheView.Calls(4, 6, 7),
            List.of(new CacheView.Hot("k1", 9, 100, "m"), new CacheView.Hot("k2", 8, 0, "m")),
            List.of(new CacheView.Hot("k3", 1, 600, "org/m2")));

    assertThat(ApiJson.text(CacheJson.of(view)))
        .isEqualTo(
            "{\"l1\":{\"entries\":2,\"bytes\":700,\"maxBytes\":1000,\"hits\":3,\"misses\":1,"
                + "\"hitRatio\":0.75,\"evictions\":5},"
                + "\"l2\":{\"present\":true,\"hits\":1,\"misses\":2,\"hitRatio\":0.25,"
                + "\"failures\":1},"
                + "\"flights\":4,\"collapsed\":6,\"stale\":7,"
                + "\"top\":{\"byHits\":["
                + "{\"key\":\"k1\",\"hits\":9,\"bytes\":100,\"model\":\"m\"},"
                + "{\"key\":\"k2\",\"hits\":8,\"bytes\":0,\"model\":\"m\"}],"
                + "\"byBytes\":[{\"key\":\"k3\",\"hits\":1,\"bytes\":600,\"model\":\"org/m2\"}]}}");
  }

  @Test
  void showsNoRatioOfNothing() {
    assertThat(new CacheView.Heap(0, 0, 1, 0, 0, 0).hitRatio()).isZero();
    assertThat(new CacheView.Shared(false, 0, 0, 0).hitRatio()).isZero();
  }

  @Test
  void saysWhatWasPurged() {
    assertThat(ApiJson.text(CacheJson.of(PurgeScope.ALL))).isEqualTo("{\"purged\":\"all\"}");
    assertThat(ApiJson.text(CacheJson.of(new PurgeScope(PurgeScope.Kind.TENANT, "a\"b"))))
        .isEqualTo("{\"purged\":\"tenant a\\\"b\"}");
  }
}
