package io.tidegate.jobs;

import static io.tidegate.jobs.JobSamples.TENANT;
import static io.tidegate.jobs.JobSamples.completed;
import static io.tidegate.jobs.JobSamples.draft;
import static io.tidegate.jobs.JobSamples.lease;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What jobs of before take up, which nobody wrote down when they came. */
class StoredBytesTest {

  private static final String MIGRATION = "/db/migration/V12__stored_bytes.sql";

  static Stream<Supplier<TestDatabase>> databases() {
    return Stream.of(TestDatabase::h2, TestDatabase::postgres);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void isFoundOutWhenTheServerIsUpdated(Supplier<TestDatabase> vendor) throws IOException {
    TestDatabase database = vendor.get();
    try (JpaBench bench = new JpaBench(database)) {
      bench.store().add(List.of(draft("a", 1), draft("b", 1)));
      JobStore.ClaimedJob claim = bench.store().claim("a", lease("one", 2)).orElseThrow();
      bench.store().finish(List.of(completed(claim, 3)));
      Map<?, Long> known = bench.upkeep().stored();
      database.execute("update job set stored_bytes = 0");
      assertThat(bench.upkeep().stored()).isEqualTo(Map.of(TENANT, 0L));

      database.execute(update());

      assertThat(bench.upkeep().stored()).isEqualTo(known);
    }
  }

  private static String update() throws IOException {
    try (InputStream file = StoredBytesTest.class.getResourceAsStream(MIGRATION)) {
      return Stream.of(new String(file.readAllBytes(), UTF_8).split(";", -1))
          .map(String::strip)
          .filter(statement -> statement.startsWith("update "))
          .findFirst()
          .orElseThrow();
    }
  }
}
