package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.FailureException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListQueryTest {

  @Test
  void whoeverSaysNothingGetsTheNewestFirst() {
    assertThat(ListQuery.ofFiles(name -> null)).isEqualTo(new ListQuery(null, null, 10_000, false));
    assertThat(ListQuery.ofBatches(name -> null)).isEqualTo(new ListQuery(null, null, 20, false));
    assertThat(ListQuery.ofFiles(name -> "")).isEqualTo(ListQuery.ofFiles(name -> null));
  }

  @Test
  void allParametersAreRead() {
    Map<String, String> said =
        Map.of("purpose", "batch", "after", "file-1", "limit", "7", "order", "asc");

    assertThat(ListQuery.ofFiles(said::get)).isEqualTo(new ListQuery("batch", "file-1", 7, true));
    assertThat(ListQuery.ofBatches(said::get)).isEqualTo(new ListQuery(null, "file-1", 7, false));
  }

  @Test
  void aLimitHasLimits() {
    assertThat(ListQuery.ofFiles(Map.of("limit", "10000")::get).limit()).isEqualTo(10_000);
    assertThat(ListQuery.ofBatches(Map.of("limit", "100")::get).limit()).isEqualTo(100);
    assertRefused("limit", () -> ListQuery.ofFiles(Map.of("limit", "10001")::get));
    assertRefused("limit", () -> ListQuery.ofBatches(Map.of("limit", "101")::get));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "ten", "99999999999"})
  void whatIsNoLimitIsRefused(String limit) {
    assertRefused("limit", () -> ListQuery.ofFiles(Map.of("limit", limit)::get));
  }

  @Test
  void anUnknownOrderIsRefused() {
    assertRefused("order", () -> ListQuery.ofFiles(Map.of("order", "ASC")::get));
  }

  private static void assertRefused(String param, ThrowingCallable query) {
    FailureException refused = catchThrowableOfType(FailureException.class, query);
    assertThat(refused.failure().code()).isEqualTo(INVALID_VALUE);
    assertThat(refused.failure().param()).isEqualTo(param);
  }
}
