package io.tidegate.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class FirstStartTest {

  private static final String UP_BEFORE = "io.tidegate.up-before";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Integer> exits = new ArrayList<>();
  private final FirstStart ending = start(true);

  @BeforeEach
  @AfterEach
  void forgets() {
    System.clearProperty(UP_BEFORE);
  }

  @Test
  void endsTheServerWithOneLineAboutTheSettingThatIsWrong() {
    RuntimeException failed =
        new IllegalStateException(
            "wrapped", new SettingException("tidegate.a", "must be a number"));

    assertThatThrownBy(() -> ending.attempt(failing(failed))).isSameAs(failed);

    assertThat(printed.toString(UTF_8))
        .hasLineCount(1)
        .isEqualToIgnoringNewLines("Tidegate cannot start: tidegate.a must be a number");
    assertThat(exits).containsExactly(78);
  }

  @Test
  void endsItWithAnotherCodeWhenNoSettingIsToBlame() {
    RuntimeException failed = new IllegalStateException("outer", new ArithmeticException("inner"));

    assertThatThrownBy(() -> ending.attempt(failing(failed))).isSameAs(failed);

    assertThat(printed.toString(UTF_8)).hasLineCount(1).contains("ArithmeticException: inner");
    assertThat(exits).containsExactly(69);
  }

  @Test
  void letsAServerGoOnThatIsNotItsOwn() {
    RuntimeException failed = new SettingException("tidegate.a", "must be a number");

    assertThatThrownBy(() -> start(false).attempt(failing(failed))).isSameAs(failed);

    assertThat(printed.toString(UTF_8)).contains("tidegate.a must be a number");
    assertThat(exits).isEmpty();
  }

  @Test
  void notesThatItHasBeenUpWhereNobodyTakesItForASetting() {
    ending.attempt(() -> {});

    assertThat(System.getProperty(UP_BEFORE)).isEqualTo("true");
    assertThat(System.getProperties().stringPropertyNames()).noneMatch(Settings::isOurs);
  }

  @Test
  void letsAServerGoOnInWhichItHasBeenUpBefore() {
    RuntimeException failed = new SettingException("tidegate.a", "must be a number");
    ending.attempt(() -> {});

    assertThatThrownBy(() -> ending.attempt(failing(failed))).isSameAs(failed);

    assertThat(exits).isEmpty();
  }

  private FirstStart start(boolean exits) {
    return new FirstStart(exits, new PrintStream(printed, true, UTF_8), this.exits::add);
  }

  private static Runnable failing(RuntimeException failed) {
    return () -> {
      throw failed;
    };
  }
}
