package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.Charge.Ruling;
import io.tidegate.testing.Outcomes;
import org.junit.jupiter.api.Test;

/** What is said of a call whose answer has begun. */
class TestimonyTest {

  private final Testimony testimony = new Testimony();

  @Test
  void aWholeAnswerServesTheCall() {
    testimony.delivered(true);
    testimony.ended(Outcomes.of(Kind.COMPLETED), null, true);

    assertThat(testimony.ruling()).isEqualTo(Ruling.SERVED);
  }

  @Test
  void aNodeThatRefusesTheRequestInTheMidstOfItsAnswerBlamesTheCall() {
    testimony.delivered(true);
    testimony.ended(Outcomes.refusedMidway(400), null, true);

    assertThat(testimony.ruling()).isEqualTo(Ruling.REFUSED);
  }

  @Test
  void anotherAttemptThatIsCancelledChangesNothing() {
    testimony.delivered(true);
    testimony.ended(Outcomes.of(Kind.CANCELLED), null, false);

    assertThat(testimony.ruling()).isEqualTo(Ruling.SERVED);
  }
}
