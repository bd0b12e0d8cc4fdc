package io.tidegate.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.collect.JobResult;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.sealing.SampleSealing;
import io.tidegate.sealing.Sealing;
import io.tidegate.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a database tell of jobs. */
class JobsAtRestTest {

  private static final String ASKED = "tidegate-mark-of-a-prompt";
  private static final String ANSWERED = "tidegate-mark-of-an-answer";

  @TempDir private Path folder;

  @Test
  void theFilesOfH2HoldNeitherPromptNorAnswerAndWithoutAKeyBoth() {
    try (TestDatabase clear = TestDatabase.h2(folder.resolve("clear"));
        TestDatabase sealed = TestDatabase.h2(folder.resolve("sealed"))) {
      runs(clear, Sealing.none());
      runs(sealed, SampleSealing.by("a"));

      assertThat(List.of(clear.holds(ASKED), clear.holds(ANSWERED))).containsExactly(true, true);
      assertThat(List.of(sealed.holds(ASKED), sealed.holds(ANSWERED)))
          .containsExactly(false, false);
    }
  }

  @Test
  void theFilesOfPostgresHoldNeitherPromptNorAnswerAndWithoutAKeyBoth() {
    // All its databases lie in one directory: what is sealed goes first.
    try (TestDatabase sealed = TestDatabase.postgres();
        TestDatabase clear = TestDatabase.postgres()) {
      runs(sealed, SampleSealing.by("a"));
      assertThat(List.of(sealed.holds(ASKED), sealed.holds(ANSWERED)))
          .containsExactly(false, false);

      runs(clear, Sealing.none());
      assertThat(List.of(clear.holds(ASKED), clear.holds(ANSWERED))).containsExactly(true, true);
    }
  }

  private static void runs(TestDatabase database, Sealing sealing) {
    JobStore store = new SealedJobs(new JpaBench(database).tables(), sealing);
    Draft usual = JobSamples.draft("a", 1);
    store.add(
        List.of(
            new Draft(
                usual.job(),
                body(ASKED),
                usual.terms(),
                usual.retention(),
                null,
                usual.webhook())));
    ClaimedJob claim = store.claim("a", JobSamples.lease("one", 2)).orElseThrow();
    Ending plain = JobSamples.completed(claim, 3);
    JobResult result = new JobResult(200, "application/json", body(ANSWERED));
    Ending marked = new Ending("a", claim.epoch(), plain.state(), null, result, 3);
    assertThat(store.finish(List.of(marked))).containsExactly(true);
  }

  private static JobResult.Body body(String text) {
    return new JobResult.Body(("{\"text\":\"" + text + "\"}").getBytes(UTF_8));
  }
}
