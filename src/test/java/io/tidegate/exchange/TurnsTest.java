package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Steps that many threads want and one does. */
class TurnsTest {

  private static final int THREADS = 8;
  private static final int EACH = 20_000;

  private final Turns turns = new Turns();

  @Test
  void noTwoStepsOverlapAndTheLastWishIsSeen() throws Exception {
    AtomicBoolean busy = new AtomicBoolean();
    AtomicReference<String> broken = new AtomicReference<>();
    AtomicInteger wished = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Runnable step =
        () -> {
          if (!busy.compareAndSet(false, true)) {
            broken.set("two steps at once");
          }
          seen.set(wished.get());
          busy.set(false);
        };

    StartGate.run(
        THREADS,
        thread -> {
          for (int i = 0; i < EACH; i++) {
            wished.incrementAndGet();
            turns.take(step);
          }
        });

    assertThat(broken.get()).isNull();
    assertThat(seen.get()).isEqualTo(THREADS * EACH);
  }

  @Test
  void aStepMayWishForAnother() {
    AtomicInteger steps = new AtomicInteger();

    turns.take(new Again(steps));

    assertThat(steps.get()).isEqualTo(3);
  }

  @Test
  void aStepThatThrowsLeavesTheTurnFree() {
    AtomicInteger steps = new AtomicInteger();

    RuntimeException mistake = new IllegalStateException("made on purpose by a test");
    Error error = new OutOfMemoryError("made on purpose by a test");

    assertThatThrownBy(() -> turns.take(() -> throwing(mistake))).isSameAs(mistake);
    turns.take(steps::incrementAndGet);
    assertThatThrownBy(() -> turns.take(() -> throwing(error))).isSameAs(error);
    turns.take(steps::incrementAndGet);

    assertThat(steps).hasValue(2);
  }

  @Test
  void aWishThatCameDuringAStepThatThrowsIsGranted() {
    AtomicInteger steps = new AtomicInteger();

    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      if (steps.get() == 0) {
                        turns.take(() -> {});
                      }
                      if (steps.incrementAndGet() == 1) {
                        throwing(new IllegalStateException("made on purpose by a test"));
                      }
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(steps).hasValue(2);
  }

  @Test
  void stepsOfAThreadThatWantOthersAreDoneOneAfterAnother() {
    Turns.OfThread ofThread = new Turns.OfThread();
    List<String> done = new ArrayList<>();

    ofThread.take(
        () -> {
          ofThread.take(() -> done.add("second"));
          done.add("first");
        });
    assertThat(done).containsExactly("first", "second");

    AtomicInteger steps = new AtomicInteger();
    ofThread.take(
        new Runnable() {
          @Override
          public void run() {
            if (steps.incrementAndGet() < 1_000_000) {
              ofThread.take(this);
            }
          }
        });
    assertThat(steps).hasValue(1_000_000);
  }

  @Test
  void aStepOfAThreadThatThrowsKeepsNoOtherFromBeingDone() {
    Turns.OfThread ofThread = new Turns.OfThread();
    AtomicInteger steps = new AtomicInteger();
    RuntimeException mistake = new IllegalStateException("made on purpose by a test");

    assertThatThrownBy(
            () ->
                ofThread.take(
                    () -> {
                      ofThread.take(steps::incrementAndGet);
                      throwing(mistake);
                    }))
        .isSameAs(mistake);
    ofThread.take(steps::incrementAndGet);

    assertThat(steps).hasValue(2);
  }

  private static void throwing(RuntimeException mistake) {
    throw mistake;
  }

  private static void throwing(Error mistake) {
    throw mistake;
  }

  private final class Again implements Runnable {

    private final AtomicInteger steps;

    private Again(AtomicInteger steps) {
      this.steps = steps;
    }

    @Override
    public void run() {
      if (steps.incrementAndGet() < 3) {
        turns.take(this);
      }
    }
  }
}
