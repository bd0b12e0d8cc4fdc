package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.FailureException;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PacedStreamTest {

  private final ManualClock clock = new ManualClock();
  private final LongAdder work = new LongAdder();

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void aSenderOfEnoughIsHeardToTheEnd() throws IOException {
    try (PacedStream in = stream(10 << 20, 10 << 20)) {
      for (int second = 0; second < 100; second++) {
        clock.advance(Duration.ofSeconds(1));
        assertThat(in.readNBytes(16 << 10)).hasSize(16 << 10);
      }
      assertThat(work.sum()).as("pieces").isGreaterThanOrEqualTo(100);
      assertThat(in.readAllBytes()).hasSize((10 << 20) - (100 * (16 << 10)));
    }
  }

  @Test
  void aTrickleIsCutOffOnceItsGraceIsOver() throws IOException {
    try (PacedStream in = stream(1000, 1000)) {
      clock.advance(Duration.ofSeconds(60));
      assertThat(in.read()).isZero();
      clock.advance(Duration.ofSeconds(1));
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("slow");
    }
  }

  @Test
  void moreThanTheMostIsRefused() throws IOException {
    try (PacedStream in = stream(101, 100)) {
      assertThat(in.readNBytes(100)).hasSize(100);
      FailureException refused = catchThrowableOfType(FailureException.class, in::read);
      assertThat(refused.failure().code()).isEqualTo(REQUEST_TOO_LARGE);
    }
  }

  private PacedStream stream(int bytes, long most) {
    return new PacedStream(new ByteArrayInputStream(new byte[bytes]), most, clock, work);
  }
}
