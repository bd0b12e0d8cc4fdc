package io.tidegate.api.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.StartGate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines put aside: every one is written once. */
class AccessLogTest {

  private static final String TIME = "2026-11-30T18:00:00.007Z";

  private final AccessLog log = new AccessLog(InstantSource.fixed(Instant.parse(TIME)));

  @RegisterExtension final RecordedLog recorded = new RecordedLog("io.tidegate.access");

  @Test
  void writesNothingWhenThereIsNothing() {
    log.write();

    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void writesTogetherWhatCameTogetherEachLineWithItsTime() {
    log.add(line("a"));
    log.add(line("b"));
    assertThat(recorded.records()).isEmpty();

    log.write();
    log.add(line("c"));
    log.write();

    assertThat(recorded.records())
        .containsExactly(
            "time=" + TIME + " id=a\ntime=" + TIME + " id=b", "time=" + TIME + " id=c");
  }

  @Test
  void everyLineOfManyThreadsIsWrittenOnceHoweverMany() throws Exception {
    int threads = 8;
    int each = 5_000;

    StartGate.run(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            log.add(line(thread + "-" + i));
            if (i % 1_700 == thread) {
              log.write();
            }
          }
        });
    log.write();

    Set<String> lines = new HashSet<>();
    int count = 0;
    for (String record : recorded.records()) {
      List<String> of = List.of(record.split("\n"));
      count += of.size();
      lines.addAll(of);
    }
    assertThat(count).isEqualTo(threads * each);
    assertThat(lines).hasSize(threads * each);
  }

  @Test
  void isNotWantedWhereNobodyReadsIt() {
    assertThat(log.wanted()).isTrue();
    recorded.level(Level.WARNING);
    assertThat(log.wanted()).isFalse();
  }

  private AccessLine line(String id) {
    return log.line().with("id", id);
  }
}
