package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.LiveFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What is in the server's archive, and what is not. {@code deploy/archive/try.sh} unpacks and runs
 * it.
 */
final class ServerArchiveIT {

  private static final Path ARCHIVE = Path.of("target/tidegate-server.zip");
  private static final String USER = "wlp/usr/";
  private static final Pattern SECRET =
      Pattern.compile("(?:_password|_SECRET|_KEYS)=(\\S+)|<user [^>]*password=\"([^\"@]+)\"");

  @Test
  void holdsOneServerAndWhatMakesItsPasswords() throws IOException {
    assertThat(names().filter(name -> name.startsWith(USER) && !name.endsWith("/")))
        .filteredOn(name -> !name.matches(USER + "servers/tidegate/jdbc/[a-z0-9.-]+\\.jar"))
        .containsExactlyInAnyOrder(
            USER + "shared/server.env",
            USER + "shared/faster-start.sh",
            USER + "shared/first-start.sh",
            USER + "shared/admin.xml",
            USER + "shared/jwt.xml",
            USER + "servers/tidegate/server.xml",
            USER + "servers/tidegate/jvm.options",
            USER + "servers/tidegate/apps/tidegate.ear",
            USER + "servers/tidegate/apps/tidegate-readiness.war",
            USER + "servers/tidegate/configDropins/defaults/tidegate.xml");
    assertThat(names())
        .contains("wlp/bin/server", "wlp/TIDEGATE.txt")
        .anyMatch(name -> name.matches(".*/jdbc/h2-.*\\.jar"))
        .anyMatch(name -> name.matches(".*/jdbc/postgresql-.*\\.jar"))
        .allMatch(name -> name.matches("wlp/((bin|clients|dev|lib|templates|usr)/.*|[A-Za-z.]*)"));
  }

  @Test
  void holdsNoSecretOfTheBuild() throws IOException {
    List<String> secrets = secrets();
    assertThat(secrets).isNotEmpty();
    try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
      for (ZipEntry entry : archive.stream().filter(ServerArchiveIT::isText).toList()) {
        String text = new String(archive.getInputStream(entry).readAllBytes(), UTF_8);
        assertThat(text).as(entry.getName()).doesNotContain(secrets);
      }
    }
  }

  @Test
  void isMadeBesideAServerThatCanMakeKeysAndSealsWhatItStores() {
    Path server = Path.of(System.getProperty("tidegate.home"), "usr/servers/tidegate");

    assertThat(server.resolve("server.env"))
        .content()
        .containsPattern("(?m)^TIDEGATE_KEYS_SECRET=[0-9a-f]{32}$")
        .containsPattern("(?m)^TIDEGATE_STORAGE_KEYS=[0-9a-f]{64}$");
  }

  private static boolean isText(ZipEntry entry) {
    return entry.getName().matches(".*\\.(env|xml|sh|txt|properties|options)");
  }

  private static Stream<String> names() throws IOException {
    try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
      return archive.stream().map(ZipEntry::getName).toList().stream();
    }
  }

  /** Of all servers that the build has made; others come and go meanwhile. */
  private static List<String> secrets() {
    Path all = Path.of(System.getProperty("tidegate.home"), "usr/servers");
    return LiveFiles.under(all).stream()
        .filter(file -> all.relativize(file).toString().startsWith("tidegate"))
        .filter(ServerArchiveIT::hasSecrets)
        .flatMap(ServerArchiveIT::secretsOf)
        .toList();
  }

  private static Stream<String> secretsOf(Path file) {
    return SECRET
        .matcher(LiveFiles.content(file))
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }

  private static boolean hasSecrets(Path file) {
    return file.endsWith("server.env") || file.endsWith("admin.xml");
  }
}
