package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.StartGate;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines put aside: every one is written once. */
class AccessLogTest {

  private static final Logger ACCESS = Logger.getLogger("io.tidegate.access");

  private final AccessLog log = new AccessLog();
  private final Queue<String> records = new ConcurrentLinkedQueue<>();
  private final Handler capture =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void captureTheLog() {
    ACCESS.addHandler(capture);
    ACCESS.setUseParentHandlers(false);
    ACCESS.setLevel(Level.INFO);
  }

  @AfterEach
  void releaseTheLog() {
    ACCESS.removeHandler(capture);
    ACCESS.setUseParentHandlers(true);
    ACCESS.setLevel(null);
  }

  @Test
  void writesNothingWhenThereIsNothing() {
    log.write();

    assertThat(records).isEmpty();
  }

  @Test
  void writesTogetherWhatCameTogether() {
    log.add("a");
    log.add("b");
    assertThat(records).isEmpty();

    log.write();
    log.add("c");
    log.write();

    assertThat(records).containsExactly("a\nb", "c");
  }

  @Test
  void everyLineOfManyThreadsIsWrittenOnceHoweverMany() throws Exception {
    int threads = 8;
    int each = 5_000;

    StartGate.run(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            log.add(thread + "-" + i);
            if (i % 1_700 == thread) {
              log.write();
            }
          }
        });
    log.write();

    Set<String> lines = new HashSet<>();
    int count = 0;
    for (String record : records) {
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
    ACCESS.setLevel(Level.WARNING);
    assertThat(log.wanted()).isFalse();
  }
}
