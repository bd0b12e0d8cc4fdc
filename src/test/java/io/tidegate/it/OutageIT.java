package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Runs {@code deploy/try.sh}: real Prometheus, Alertmanager and node exporter watch two servers,
 * before, in and after an outage. It has its own servers and ports and mostly waits, so that it
 * runs beside the others.
 */
@Execution(CONCURRENT)
final class OutageIT {

  /** The tools that it cannot do without; {@code .ci/run} installs them. */
  private static final List<String> TOOLS =
      List.of("prometheus", "prometheus-alertmanager", "prometheus-node-exporter", "promtool");

  private static final long MOST_MINUTES = 40;

  @Test
  void eachDashboardHasDataAndAnOutageFiresAndResolvesEverywhere() throws Exception {
    assumeTrue(TOOLS.stream().allMatch(OutageIT::installed), "the tools of Prometheus are missing");
    Path output = Path.of("target/try.log");
    // The other tests measure times: it gives way to them.
    Process script =
        new ProcessBuilder("nice", "-n", "10", "deploy/try.sh")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(script.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("comes to its end").isTrue();
    } finally {
      end(script);
    }
    // Behind that line the shell tells of the processes that it has ended.
    assertThat(Files.readString(output)).contains("all as it should be\n");
    assertThat(script.exitValue()).isZero();
  }

  private static void end(Process script) {
    try (Stream<ProcessHandle> children = script.descendants()) {
      children.forEach(ProcessHandle::destroy);
    }
    script.destroy();
  }

  private static boolean installed(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
