package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.RawConnection.End;
import io.tidegate.simulator.RawConnection.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A node that is given one fault after the other, and what is asked of it. */
abstract class FaultyNode {

  static final String PROMPT = "How high is the tide?";
  static final String FULL = SimulatedAnswer.text(PROMPT, 4);
  static final String HALF = SimulatedAnswer.text(PROMPT, 2);

  static Simulator simulator;

  /** What comes: the status, the kinds of what it is made of, its text, and its end. */
  record Expected(int status, String kinds, String text, End end) {

    /** Checks the plain answer {@code seen}, which is of {@code kind}. */
    void assertPlain(Seen seen, String kind) {
      assertThat(seen.status()).isEqualTo(status);
      assertThat(kind).isEqualTo(kinds);
      assertThat(seen.body()).contains(text.replace("\"", "\\\""));
      assertThat(seen.end()).isEqualTo(end);
    }

    /** Checks the stream {@code seen}, whose parts are of {@code kind} and say {@code words}. */
    void assertStream(Seen seen, String kind, String words) {
      assertThat(seen.status()).isEqualTo(status);
      assertThat(kind).isEqualTo(kinds);
      assertThat(words).isEqualTo(text);
      assertThat(seen.end()).isEqualTo(end);
    }
  }

  @BeforeAll
  static void start() {
    simulator = Simulator.start("faulty", 0, Requests.instant());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }
}
