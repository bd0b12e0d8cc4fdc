package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulatorSettingsTest {
  private static final SimulatorSettings DEFAULTS = SimulatorSettings.defaults();

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new SimulatorSettings(
                64,
                0,
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                40,
                0.2,
                List.of("deepseek-flash", "deepseek-v4-pro"),
                null,
                true,
                Duration.ZERO,
                0,
                EnumSet.allOf(SimulatedDialect.class),
                false));
  }

  @Test
  void namesTheFieldAndTheValueThatIsWrong() {
    assertWrong(() -> DEFAULTS.withCapacity(0), "capacity must be at least 1, but is 0");
    assertWrong(() -> DEFAULTS.withQueue(-1), "queue must be from 0 to 1000000, but is -1");
    assertWrong(
        () -> DEFAULTS.withTimeToFirstToken(Duration.ofMillis(-1)),
        "timeToFirstToken must be from PT0S to PT24H, but is PT-0.001S");
    assertWrong(
        () -> DEFAULTS.withTimePerToken(null),
        "timePerToken must be from PT0S to PT24H, but is null");
    assertWrong(
        () -> DEFAULTS.withAnswerTokens(0), "answerTokens must be from 1 to 1000000, but is 0");
    assertWrong(() -> DEFAULTS.withJitter(Double.NaN), "jitter must be from 0 to 1, but is NaN");
    assertWrong(() -> DEFAULTS.withModels(List.of()), "models must name at least one, but is []");
    assertWrong(
        () -> DEFAULTS.withModels(List.of("a", " ")),
        "models must not hold a blank name, but is [a,  ]");
    assertWrong(
        () -> DEFAULTS.withDialects(Set.of()), "dialects must name at least one, but is []");
    assertWrong(
        () -> DEFAULTS.withRequiredKey(" "),
        "requiredKey must not be blank; leave it out to accept any key");
  }

  private static void assertWrong(ThrowingCallable change, String message) {
    assertThatIllegalArgumentException().isThrownBy(change).withMessage(message);
  }
}
