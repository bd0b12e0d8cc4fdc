package io.tidegate.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.DeadLetter;
import io.tidegate.store.DeadLetters;
import io.tidegate.store.Queues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters. */
class DeadLetterDeskTest {

  private final FakeLetters letters = new FakeLetters();
  private final Set<String> failedJobs = new HashSet<>();
  private final DeadLetterDesk desk = new DeadLetterDesk(letters, failedJobs::remove);

  @Test
  void aHundredAreShownAndWhetherThereAreMore() throws Exception {
    letters.add(100, Queues.JOBS);
    assertThat(ids(desk.list())).hasSize(100).contains("99");
    assertThat(desk.list().hasMore()).isFalse();

    letters.add(1, Queues.JOBS);
    assertThat(ids(desk.list())).hasSize(100).doesNotContain("100");
    assertThat(desk.list().hasMore()).isTrue();
  }

  private static List<String> ids(DeadLetterListJson list) {
    return list.data().stream().map(DeadLetterListJson.DeadLetterJson::id).toList();
  }

  @Test
  void aFailedJobIsRevivedWithAMessageOfItsOwnInPlaceOfTheLetter() throws Exception {
    letters.add(2, Queues.JOBS);
    failedJobs.add("subject-1");

    assertThat(desk.retry("1")).isTrue();

    assertThat(failedJobs).isEmpty();
    assertThat(letters.retried).isEmpty();
    assertThat(letters.ids()).containsExactly("0");
  }

  @Test
  void anyOtherLetterGoesBackToItsQueue() throws Exception {
    letters.add(1, Queues.JOBS);
    letters.add(1, Queues.BATCHES);
    failedJobs.add("subject-1");

    assertThat(desk.retry("0")).as("a job that has not failed").isTrue();
    assertThat(desk.retry("1")).as("a batch with the id of a failed job").isTrue();

    assertThat(letters.retried).containsExactly("0", "1");
    assertThat(failedJobs).containsExactly("subject-1");
    assertThat(desk.retry("0")).as("a letter that is gone").isFalse();
  }

  @Test
  void oneOrAllAreThrownAway() throws Exception {
    letters.add(250, Queues.BATCHES);

    assertThat(desk.purge("7")).isTrue();
    assertThat(desk.purge("7")).isFalse();
    assertThat(desk.purgeAll()).isEqualTo(249);
    assertThat(letters.ids()).isEmpty();
    assertThat(desk.purgeAll()).isZero();
  }

  private static final class FakeLetters implements DeadLetters {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final List<String> retried = new ArrayList<>();

    void add(int count, String queue) {
      for (int i = 0; i < count; i++) {
        int number = kept.size();
        kept.add(new DeadLetter(Integer.toString(number), queue, "subject-" + number, 1));
      }
    }

    List<String> ids() {
      return kept.stream().map(DeadLetter::id).toList();
    }

    @Override
    public List<DeadLetter> list(int most) {
      return List.copyOf(kept.subList(0, Math.min(most, kept.size())));
    }

    @Override
    public boolean retry(String id) {
      boolean there = purge(id);
      if (there) {
        retried.add(id);
      }
      return there;
    }

    @Override
    public int purgeAll() {
      int all = kept.size();
      kept.clear();
      return all;
    }

    @Override
    public boolean purge(String id) {
      return kept.removeIf(letter -> letter.id().equals(id));
    }
  }
}
