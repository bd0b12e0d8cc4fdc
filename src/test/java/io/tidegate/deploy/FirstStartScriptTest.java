package io.tidegate.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the archive of the server does before its first start, run by a real shell. */
class FirstStartScriptTest {

  private static final Pattern PASSWORD = Pattern.compile("password=\"?([0-9a-f]{32})\\b");
  private static final List<String> OURS =
      List.of(
          "keystore_password",
          "ltpa_keys_password",
          "TIDEGATE_KEYS_SECRET",
          "TIDEGATE_STORAGE_KEYS");

  @TempDir private Path folder;
  private Path server;

  @BeforeEach
  void isUnpacked() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.copy(Path.of("deploy/archive/first-start.sh"), shared.resolve("first-start.sh"));
    Files.copy(
        Path.of("src/main/resources/io/tidegate/lifecycle/admin.xml"), shared.resolve("admin.xml"));
    server = newServer("tidegate");
  }

  @Test
  void makesThePasswordsAndSaysWhere() throws Exception {
    String said = run(server, Map.of());

    assertThat(settings(server)).extracting(line -> line.split("=", 2)[0]).isEqualTo(OURS);
    assertThat(admin(server)).content().contains("<user name=\"admin\"").doesNotContain("@");
    assertThat(said)
        .hasLineCount(1)
        .contains(admin(server).toString(), env(server).toString())
        .doesNotContain(password(admin(server)), password(env(server)));
  }

  @Test
  void theyAreForTheServersOwnerOnly() throws Exception {
    Files.writeString(env(server), "HTTP_HOST=*\n");
    run(server, Map.of());

    for (Path file : List.of(env(server), admin(server))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void eachServerHasItsOwn() throws Exception {
    Path other = newServer("other");
    run(server, Map.of());
    run(other, Map.of());

    assertThat(password(admin(server))).isNotEqualTo(password(admin(other)));
    assertThat(settings(server)).doesNotContainAnyElementsOf(settings(other));
  }

  @Test
  void theNextStartKeepsThemAndSaysNothing() throws Exception {
    run(server, Map.of());
    List<String> before = settings(server);
    String password = password(admin(server));

    assertThat(run(server, Map.of())).isEmpty();
    assertThat(settings(server)).isEqualTo(before);
    assertThat(password(admin(server))).isEqualTo(password);
  }

  @Test
  void leavesSettingsOfBeforeAsTheyAre() throws Exception {
    Files.writeString(env(server), "keystore_password=a b;c\nTIDEGATE_GATEWAY_ADMIN_FILE=");

    run(server, Map.of());

    assertThat(settings(server))
        .startsWith("keystore_password=a b;c", "TIDEGATE_GATEWAY_ADMIN_FILE=")
        .hasSize(5);
    assertThat(admin(server)).doesNotExist();
  }

  @Test
  void makesNoneThatTheEnvironmentHas() throws Exception {
    Map<String, String> environment =
        Map.of(
            "keystore_password",
            "x",
            "ltpa_keys_password",
            "y",
            "TIDEGATE_KEYS_SECRET",
            "s",
            "TIDEGATE_GATEWAY_ADMIN_FILE",
            "z",
            "TIDEGATE_STORAGE_KEYS",
            "k");

    assertThat(run(server, environment)).isEmpty();
    assertThat(env(server)).doesNotExist();
    assertThat(admin(server)).doesNotExist();
  }

  @Test
  void makesAKeyThatSealsUnlessADatabaseOrAFileOfKeysIsSet() throws Exception {
    run(server, Map.of());
    assertThat(settings(server)).last().asString().matches("TIDEGATE_STORAGE_KEYS=[0-9a-f]{64}");

    for (String set : List.of("TIDEGATE_DATABASE_URL", "TIDEGATE_STORAGE_KEYS_FILE")) {
      Path other = newServer(set);
      run(other, Map.of(set, "jdbc:postgresql://db/tidegate"));
      assertThat(settings(other)).noneMatch(line -> line.startsWith("TIDEGATE_STORAGE_KEYS="));
    }
  }

  @Test
  void leavesOtherServersOfTheInstallationAlone() throws Exception {
    Files.writeString(server.resolve("server.xml"), "<server/>");

    assertThat(run(server, Map.of())).isEmpty();
    assertThat(env(server)).doesNotExist();
  }

  private Path newServer(String name) throws IOException {
    Path directory = Files.createDirectory(folder.resolve(name));
    Files.copy(Path.of("src/main/liberty/config/server.xml"), directory.resolve("server.xml"));
    return directory;
  }

  private String run(Path directory, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", folder.resolve("shared/first-start.sh").toString(), directory.toString());
    builder.environment().keySet().removeAll(OURS);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Path env(Path directory) {
    return directory.resolve("server.env");
  }

  private static Path admin(Path directory) {
    return directory.resolve("configDropins/overrides/admin.xml");
  }

  private static List<String> settings(Path directory) throws IOException {
    return Files.readAllLines(env(directory));
  }

  private static String password(Path file) throws IOException {
    return PASSWORD.matcher(Files.readString(file)).results().findFirst().orElseThrow().group(1);
  }
}
