package io.tidegate.store;

import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters. */
class DeadLetterAdministrationTest {

  private final FakeLetters letters = new FakeLetters();
  private final Set<String> failedJobs = new HashSet<>();
  private final DeadLetterAdministration desk =
      new DeadLetterAdministration(letters, failedJobs::remove);

  @Test
  void aHundredAreShownAndWhetherThereAreMore() {
    letters.add(100, Queues.JOBS);
    assertThat(ids(desk.list())).hasSize(100).contains("99");
    assertThat(desk.list().more()).isFalse();

    letters.add(1, Queues.JOBS);
    assertThat(ids(desk.list())).hasSize(100).doesNotContain("100");
    assertThat(desk.list().more()).isTrue();
  }

  private static List<String> ids(Page<DeadLetter> page) {
    return page.items().stream().map(DeadLetter::id).toList();
  }

  @Test
  void aFailedJobIsRevivedWithAMessageOfItsOwnInPlaceOfTheLetter() {
    letters.add(2, Queues.JOBS);
    failedJobs.add("subject-1");

    desk.retry("1");

    assertThat(failedJobs).isEmpty();
    assertThat(letters.retried).isEmpty();
    assertThat(letters.ids()).containsExactly("0");
  }

  @Test
  void anyOtherLetterGoesBackToItsQueue() {
    letters.add(1, Queues.JOBS);
    letters.add(1, Queues.BATCHES);
    failedJobs.add("subject-1");

    desk.retry("0"); // a job that has not failed
    desk.retry("1"); // a batch with the id of a failed job

    assertThat(letters.retried).containsExactly("0", "1");
    assertThat(failedJobs).containsExactly("subject-1");
    assertThat(refusal(() -> desk.retry("0"))).as("a letter that is gone").isEqualTo(NOT_FOUND);
  }

  @Test
  void oneOrAllAreThrownAway() {
    letters.add(250, Queues.BATCHES);

    desk.purge("7");
    assertThat(refusal(() -> desk.purge("7"))).isEqualTo(NOT_FOUND);
    assertThat(desk.purgeAll()).isEqualTo(249);
    assertThat(letters.ids()).isEmpty();
    assertThat(desk.purgeAll()).isZero();
  }

  @Test
  void whileTheBrokerIsAwayWhoeverAsksIsTold() {
    letters.add(1, Queues.JOBS);
    letters.away = true;

    assertThat(refusal(desk::list)).isEqualTo(STORE_UNAVAILABLE);
    assertThat(refusal(() -> desk.retry("0"))).isEqualTo(STORE_UNAVAILABLE);
    assertThat(refusal(() -> desk.purge("0"))).isEqualTo(STORE_UNAVAILABLE);
    assertThat(refusal(desk::purgeAll)).isEqualTo(STORE_UNAVAILABLE);
  }

  private static ErrorCode refusal(ThrowingCallable work) {
    return catchThrowableOfType(FailureException.class, work).failure().code();
  }

  private static final class FakeLetters implements DeadLetters {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final List<String> retried = new ArrayList<>();
    private boolean away;

    void add(int count, String queue) {
      for (int i = 0; i < count; i++) {
        int number = kept.size();
        kept.add(new DeadLetter(Integer.toString(number), queue, "subject-" + number, 1));
      }
    }

    List<String> ids() {
      return kept.stream().map(DeadLetter::id).toList();
    }

    private void look() throws BrokerException {
      if (away) {
        throw new BrokerException(false, new IllegalStateException("away"));
      }
    }

    @Override
    public List<DeadLetter> list(int most) throws BrokerException {
      look();
      return List.copyOf(kept.subList(0, Math.min(most, kept.size())));
    }

    @Override
    public boolean retry(String id) throws BrokerException {
      boolean there = purge(id);
      if (there) {
        retried.add(id);
      }
      return there;
    }

    @Override
    public int purgeAll() throws BrokerException {
      look();
      int all = kept.size();
      kept.clear();
      return all;
    }

    @Override
    public boolean purge(String id) throws BrokerException {
      look();
      return kept.removeIf(letter -> letter.id().equals(id));
    }
  }
}
