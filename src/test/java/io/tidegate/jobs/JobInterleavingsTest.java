package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.jobs.JobWorld.Faults;
import io.tidegate.store.Posting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores every order in which two workers, a relay, the sweeper and faults can take their steps.
 *
 * <p>Laws: a job ends once, with one event and at most one answer, and never changes after that; it
 * is asked at most once more than it was lost or given back; nobody takes it from a worker whose
 * lease lives; while it is queued a message is on its way; and when nothing more happens by itself,
 * every job has ended. That the laws can fail is shown with three mistakes.
 */
final class JobInterleavingsTest {

  private static final Faults LOST = new Faults(1, 1, 1, 0, 0, 0, 0);
  private static final Faults CRASHED_TWICE = new Faults(2, 0, 1, 0, 0, 0, 0);
  private static final Faults UNWANTED = new Faults(1, 0, 1, 1, 0, 0, 0);
  private static final Faults LATE = new Faults(1, 0, 0, 1, 1, 0, 1);
  private static final Faults REPEATED = new Faults(1, 0, 0, 0, 1, 1, 0);
  private static final Faults TWO_JOBS = new Faults(1, 0, 1, 0, 0, 0, 0);

  static List<Faults> faults() {
    return List.of(LOST, CRASHED_TWICE, UNWANTED, LATE, REPEATED);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aJobEndsOnceWhateverHappensWhenever(Faults faults) {
    Exploration exploration = new Exploration(new JobSteps(false));
    String violation = exploration.of(new JobWorld(with(new FakeJobs(), "a"), faults));

    System.out.println("one job, " + faults + ": " + exploration.states() + " states");
    assertThat(violation).isNull();
    assertThat(exploration.states()).isGreaterThan(1_000);
  }

  @Test
  void twoJobsEndOnceWhateverCrashesWhenever() {
    Exploration exploration = new Exploration(new JobSteps(false));
    String violation = exploration.of(new JobWorld(with(new FakeJobs(), "a", "b"), TWO_JOBS));

    System.out.println("two jobs: " + exploration.states() + " states");
    assertThat(violation).isNull();
    assertThat(exploration.states()).isGreaterThan(10_000);
  }

  @Test
  void withoutTheEpochAJobIsTakenFromWhoRunsIt() {
    assertThat(mistake(new WithoutEpoch(), false)).contains("whose lease lives");
  }

  @Test
  void whoAcknowledgesFirstLosesJobs() {
    assertThat(mistake(new FakeJobs(), true)).contains("no message will come");
  }

  @Test
  void aMessageInASecondTransactionIsLost() {
    assertThat(mistake(new LateOutbox(), false)).contains("no message will come");
  }

  private static String mistake(FakeJobs store, boolean ackFirst) {
    Exploration exploration = new Exploration(new JobSteps(ackFirst));
    String violation = exploration.of(new JobWorld(with(store, "a"), LOST));
    System.out.println("found after " + exploration.states() + " states: " + violation);
    return violation;
  }

  private static FakeJobs with(FakeJobs store, String... ids) {
    for (String id : ids) {
      store.add(List.of(JobSamples.draft(id, 0)));
    }
    return store;
  }

  /** A search through all worlds that can be reached, each seen once. */
  private static final class Exploration {

    private record Open(JobWorld world, Trace trace) {}

    private record Trace(String what, Trace before) {

      @Override
      public String toString() {
        Deque<String> steps = new ArrayDeque<>();
        for (Trace at = this; at != null; at = at.before()) {
          steps.addFirst(at.what());
        }
        return String.join(", ", steps);
      }
    }

    private final JobSteps steps;
    private final Set<String> seen = new HashSet<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private String violation;

    Exploration(JobSteps steps) {
      this.steps = steps;
    }

    int states() {
      return seen.size();
    }

    /** The first violation of a law and the way to it, or null. */
    String of(JobWorld start) {
      visit(start, new Trace("submit", null));
      while (!open.isEmpty() && violation == null) {
        expand(open.removeFirst());
      }
      return violation;
    }

    private void expand(Open here) {
      int[] fair = {0};
      steps.fair(
          here.world(),
          (what, next) -> {
            fair[0]++;
            step(here, what, next);
          });
      if (fair[0] == 0) {
        check(here.world().unfinished(), here.trace());
      }
      steps.faults(here.world(), (what, next) -> step(here, what, next));
    }

    private void step(Open here, String what, JobWorld next) {
      Trace trace = new Trace(what, here.trace());
      here.world()
          .store
          .rows
          .forEach(
              (id, row) -> {
                if (row.job().state().isFinal()
                    && !row.job().equals(next.store.rows.get(id).job())) {
                  check(id + " changed after its end", trace);
                }
              });
      visit(next, trace);
    }

    private void visit(JobWorld world, Trace trace) {
      if (seen.add(world.key())) {
        check(world.broken(), trace);
        open.addLast(new Open(world, trace));
      }
    }

    private void check(String broken, Trace trace) {
      if (broken != null && violation == null) {
        violation = broken + ": " + trace;
      }
    }
  }

  /** The mistake to trust the state alone. */
  private static final class WithoutEpoch extends FakeJobs {

    @Override
    FakeJobs copy() {
      return copyInto(new WithoutEpoch());
    }

    @Override
    boolean held(FakeRow row, long epoch) {
      return row.job().state() == JobState.RUNNING;
    }
  }

  /** The mistake to write the message after the job. */
  private static final class LateOutbox extends FakeJobs {

    private final List<Posting> late = new ArrayList<>();

    @Override
    FakeJobs copy() {
      LateOutbox copy = new LateOutbox();
      copy.late.addAll(late);
      return copyInto(copy);
    }

    @Override
    void post(Posting posting) {
      late.add(posting);
    }

    @Override
    List<Posting> unwritten() {
      return late;
    }

    @Override
    void write() {
      outbox.addAll(late);
      late.clear();
    }
  }
}
