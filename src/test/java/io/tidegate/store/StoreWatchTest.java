package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

  private long oldest;
  private int dead;
  private boolean away;

  private final Outbox outbox =
      new Outbox() {
        @Override
        public int pass(String queue, int most, long now, Handover handover) {
          throw new UnsupportedOperationException();
        }

        @Override
        public long backlog(long now) {
          throw new UnsupportedOperationException();
        }

        @Override
        public long oldest(long now) {
          if (away) {
            throw new IllegalStateException("no database");
          }
          return oldest;
        }
      };

  private final DeadLetters letters =
      new DeadLetters() {
        @Override
        public List<DeadLetter> list(int most) {
          if (away) {
            throw new IllegalStateException("no broker");
          }
          return Collections.nCopies(Math.min(most, dead), new DeadLetter("1", "q", "s", 0));
        }

        @Override
        public boolean retry(String id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean purge(String id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public int purgeAll() {
          throw new UnsupportedOperationException();
        }
      };

  private final StoreWatch watch = new StoreWatch(outbox, letters, () -> Instant.EPOCH);

  private void look() {
    watch.lookIntoOutbox();
    watch.countLetters();
  }

  @Test
  void knowsWhatItSawLastWhileNothingAnswers() {
    look();
    assertThat(watch.oldestSeconds()).isZero();
    assertThat(watch.deadLetters()).isZero();

    oldest = 61_999;
    dead = 3;
    look();
    away = true;
    look();

    assertThat(watch.oldestSeconds()).isEqualTo(61);
    assertThat(watch.deadLetters()).isEqualTo(3);
  }

  @Test
  void countsNoMoreThanAThousand() {
    dead = 5000;
    look();

    assertThat(watch.deadLetters()).isEqualTo(1000);
  }
}
