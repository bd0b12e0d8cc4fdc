package io.tidegate.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "x\ny", "x\ry", "x\r\ny", "x\u0085y", "x\u2028y", "x\u2029y", "x\u001b[2Ky", "x\u202ey",
        "x\u0000y", "x\ud800y", "x\udc00y", "x\ty", "x\u200by", "x\u0007y", "x\u007fy", "x\ufeffy"
      })
  void noTextEndsALineOrDrivesATerminal(String hostile) {
    assertThat(LogText.of(hostile)).matches("x_+(\\[2K)?y");
  }

  @Test
  void wordsOfPeopleStayAsTheyAre() {
    String reason =
        "Lager voll \u2013 \u90e8\u7f72\u3002 \ud83d\ude80 (see #12), 'now' = \"100 %\"";

    assertThat(LogText.of(reason)).isEqualTo(reason);
    assertThat(LogText.of(null)).isEqualTo("null");
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(LogText.of("y".repeat(5000))).isEqualTo("y".repeat(LogText.LONGEST) + "...");
  }

  @Test
  void whatAnExceptionSaysIsMadeSafeWithItsCauses() {
    Exception cause = new IllegalStateException("below\nforged");
    Exception thrown = new IllegalArgumentException("name: x\n[10/1/26] forged", cause);
    thrown.addSuppressed(new IllegalStateException("beside\nforged"));

    StringWriter written = new StringWriter();
    LogText.thrown(thrown).printStackTrace(new PrintWriter(written));

    assertThat(written.toString())
        .contains("java.lang.IllegalArgumentException: name: x_[10/1/26] forged")
        .contains("java.lang.IllegalStateException: below_forged")
        .contains("at " + LogTextTest.class.getName())
        .doesNotContain("\nforged")
        .doesNotContain("\n[10");
  }

  @Test
  void anExceptionThatSaysNothingUnsafeIsToldAsItIs() {
    Exception thrown = new IllegalStateException("fine", new IllegalArgumentException("as well"));

    assertThat(LogText.thrown(thrown)).isSameAs(thrown);
  }

  @Test
  void causesThatLeadInACircleEnd() {
    Exception first = new IllegalStateException("first\n");
    first.initCause(new IllegalStateException("second", first));

    assertThat(LogText.thrown(first)).hasMessage("java.lang.IllegalStateException: first_");
  }
}
