package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Caching;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two members in two processes at two addresses of this machine, known by one name alone. */
class DnsJoinTest {

  private static final String NAME = "gates.test";

  private final List<Process> members = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void stop() throws IOException, InterruptedException {
    for (Process member : members) {
      member.getOutputStream().close();
    }
    for (Process member : members) {
      if (!member.waitFor(20, TimeUnit.SECONDS)) {
        member.destroyForcibly();
      }
    }
  }

  @Test
  @Timeout(120)
  void membersMeetThatKnowNothingButOneName() throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"),
            "127.0.0.1 localhost\n127.0.0.1 " + NAME + "\n127.0.0.2 " + NAME + "\n");
    String port = freePort();

    Process a = start(hosts, "127.0.0.1", "a", port);
    Process b = start(hosts, "127.0.0.2", "b", port);

    assertThat(said(a)).isEqualTo("sees 2, whole true");
    assertThat(said(b)).isEqualTo("sees 2, whole true");
  }

  private Process start(Path hosts, String address, String id, String port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx256m");
    command.add("-Djdk.net.hosts.file=" + hosts);
    command.add("-Dhazelcast.local.localAddress=" + address);
    command.addAll(List.of("-cp", classPath(DnsMember.class)));
    command.addAll(List.of(DnsMember.class.getName(), id, port, NAME));
    ProcessBuilder member =
        new ProcessBuilder(command).redirectError(folder.resolve(id + ".log").toFile());
    members.add(member.start());
    return members.get(members.size() - 1);
  }

  /** What {@code member}, as a process, needs, wherever those who run this test have it from. */
  static String classPath(Class<?> member) {
    return Stream.of(member, HazelcastCluster.class, Hazelcast.class, Caching.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String said(Process member) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(member.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("sees ")) {
      line = lines.readLine();
    }
    return line;
  }

  private static String freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return String.valueOf(free.getLocalPort());
    }
  }
}
