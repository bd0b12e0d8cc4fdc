package io.tidegate.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes a server's archive of classes, run by a real shell with a false server. */
class FasterStartScriptTest {

  /** Starts, makes the archive when it is stopped, and knows whether it was given an old one. */
  private static final String SERVER =
      """
      #!/bin/sh
      at=$(dirname "$0")
      case $1 in
      status) [ -e "$at/running" ] ;;
      stop) touch "$at/stopped" ;;
      run)
        echo "$WLP_SKIP_BOOTSTRAP_AGENT $JVM_ARGS" >"$at/started-with"
        cp "$at/../usr/servers/$2/configDropins/overrides/jvm.options" "$at/options"
        [ ! -e "$at/broken" ] || { echo "a setting is wrong"; exit 78; }
        echo "Tidegate is ready"
        until [ -e "$at/stopped" ]; do sleep 0.1; done
        [ -e "$at/another-java" ] || echo classes >"${JVM_ARGS##*=}"
        [ ! -e "$at/full-disk" ] || exit 1 ;;
      esac
      """;

  @TempDir private Path folder;
  private Path server;
  private Path options;

  @BeforeEach
  void isUnpacked() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    Path shared = Files.createDirectories(folder.resolve("usr/shared"));
    Files.copy(Path.of("deploy/archive/faster-start.sh"), shared.resolve("faster-start.sh"));
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path command = Files.writeString(bin.resolve("server"), SERVER);
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    server = Files.createDirectories(folder.resolve("usr/servers/tidegate"));
    Files.writeString(server.resolve("server.xml"), "<server/>");
    options =
        Files.createDirectories(server.resolve("configDropins/overrides")).resolve("jvm.options");
  }

  @Test
  void laterStartsUseTheArchiveThatOneStartHasMade() throws Exception {
    String said = run(0);

    assertThat(server.resolve("classes.jsa")).hasContent("classes");
    assertThat(options).hasContent("-XX:SharedArchiveFile=" + server.resolve("classes.jsa"));
    assertThat(said).contains(options.toString());
    assertThat(folder.resolve("bin/started-with"))
        .content()
        .startsWith("true ")
        .contains("-XX:ArchiveClassesAtExit=" + server.resolve("classes.jsa.new"));
  }

  @Test
  void theOwnersOptionsStayAndTheOldArchiveIsNotUsedMeanwhile() throws Exception {
    Files.writeString(options, "-Xmx2g\n-XX:SharedArchiveFile=/old.jsa\n");
    run(0);

    assertThat(folder.resolve("bin/options")).hasContent("-Xmx2g");
    assertThat(options)
        .hasContent("-Xmx2g\n-XX:SharedArchiveFile=" + server.resolve("classes.jsa"));
  }

  @Test
  void aServerThatDoesNotStartKeepsNoArchive() throws Exception {
    touch("broken");

    assertThat(run(1)).contains("a setting is wrong", "did not start");
    assertThat(server.resolve("classes.jsa")).doesNotExist();
    assertThat(options).isEmptyFile();
  }

  @Test
  void aJavaThatMakesNoArchiveIsToldOf() throws Exception {
    touch("another-java");

    assertThat(run(1)).contains("HotSpot");
    assertThat(options).isEmptyFile();
  }

  @Test
  void halfAnArchiveIsNotTaken() throws Exception {
    touch("full-disk");

    assertThat(run(1)).contains("not taken");
    assertThat(options).isEmptyFile();
    assertThat(server).isDirectoryNotContaining("glob:**.jsa*");
  }

  @Test
  void aServerThatRunsIsLeftAlone() throws Exception {
    Files.writeString(options, "-Xmx2g\n");
    touch("running");

    assertThat(run(1)).contains("Stop the server");
    assertThat(options).hasContent("-Xmx2g");
  }

  private void touch(String mark) throws IOException {
    Files.createFile(folder.resolve("bin").resolve(mark));
  }

  private String run(int status) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", folder.resolve("usr/shared/faster-start.sh").toString());
    builder.environment().remove("WLP_USER_DIR");
    builder.environment().remove("JVM_ARGS");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said;
  }
}
