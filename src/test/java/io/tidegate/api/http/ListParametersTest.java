package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.FailureException;
import io.tidegate.webhooks.WebhookEventState;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The parameters of every list, and the words for those that are wrong. */
class ListParametersTest {

  @Test
  void anEmptyParameterIsAsOneThatIsNotThere() {
    for (String nothing : new String[] {null, ""}) {
      assertThat(ListParameters.given(nothing)).isNull();
      assertThat(ListParameters.limit(nothing)).isEqualTo(20);
      assertThat(ListParameters.limit(nothing, 7, 9)).isEqualTo(7);
      assertThat(ListParameters.oldestFirst(nothing)).isFalse();
      assertThat(state(nothing)).isNull();
    }
  }

  @Test
  void everyParameterIsRead() {
    assertThat(ListParameters.given("evt_1")).isEqualTo("evt_1");
    assertThat(ListParameters.limit("100")).isEqualTo(100);
    assertThat(ListParameters.oldestFirst("asc")).isTrue();
    assertThat(ListParameters.oldestFirst("desc")).isFalse();
    assertThat(state("dead")).isEqualTo(WebhookEventState.DEAD);
  }

  @Test
  void aWrongOneIsNamedWithItsRule() {
    assertRefused(
        "'limit' must be a whole number from 1 to 100.", () -> ListParameters.limit("101"));
    assertRefused(
        "'limit' must be a whole number from 1 to 9.", () -> ListParameters.limit("0", 7, 9));
    assertRefused("'order' must be asc or desc.", () -> ListParameters.oldestFirst("up"));
    assertRefused("'status' must be pending, delivered or dead.", () -> state("DEAD"));
  }

  private static WebhookEventState state(String status) {
    return ListParameters.state(status, WebhookEventState.values(), WebhookEventState::label);
  }

  private static void assertRefused(String message, ThrowingCallable reading) {
    FailureException refused = catchThrowableOfType(FailureException.class, reading);
    assertThat(refused.failure().message()).isEqualTo(message);
  }
}
