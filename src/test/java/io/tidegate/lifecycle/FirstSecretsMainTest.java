package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servers of the build have before their first start. */
final class FirstSecretsMainTest {

  @TempDir private Path folder;

  private Path server(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static void make(Path... servers) {
    String[] arguments = new String[servers.length];
    for (int i = 0; i < servers.length; i++) {
      arguments[i] = servers[i].toString();
    }
    FirstSecretsMain.main(arguments);
  }

  private static String environment(Path server) throws IOException {
    return Files.readString(server.resolve("server.env"));
  }

  @Test
  void anAdministratorAndSecretsThatAreLongEnoughForKeysAndForWhatIsStored() throws IOException {
    Path server = server("one");
    Files.writeString(server.resolve("server.env"), "keystore_password=a\nltpa_keys_password=b");

    make(server);

    assertThat(server.resolve("configDropins/overrides/admin.xml")).exists();
    assertThat(environment(server))
        .matches(
            """
            keystore_password=a
            ltpa_keys_password=b
            TIDEGATE_KEYS_SECRET=[0-9a-f]{32}
            TIDEGATE_STORAGE_KEYS=[0-9a-f]{64}
            """);
  }

  @Test
  void eachItsOwn() throws IOException {
    Path one = server("one");
    Path other = server("other");

    make(one, other);

    assertThat(environment(one)).isNotEqualTo(environment(other));
    assertThat(one.resolve("configDropins/overrides/admin.xml"))
        .content()
        .isNotEqualTo(Files.readString(other.resolve("configDropins/overrides/admin.xml")));
  }

  @Test
  void theSameAfterTheNextBuild() throws IOException {
    Path server = server("one");
    make(server);
    String before = environment(server);

    make(server);

    assertThat(environment(server)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIDEGATE_KEYS_SECRET=that-of-all-servers\nTIDEGATE_STORAGE_KEYS=theirs",
        "TIDEGATE_KEYS_SECRET_FILE=/run/secrets/keys\n"
            + "TIDEGATE_STORAGE_KEYS_FILE=/run/secrets/sealing",
        "A=b\nTIDEGATE_DATABASE_URL=jdbc:postgresql://db/tidegate"
      })
  void noneWhereTheOwnerHasOneOrSharesADatabase(String lines) throws IOException {
    Path server = server("one");
    Files.writeString(server.resolve("server.env"), lines);

    make(server);

    assertThat(environment(server)).isEqualTo(lines);
  }

  @Test
  void theOneThatIsMissingBesideTheOther() throws IOException {
    Path server = server("one");
    String own = "TIDEGATE_KEYS_SECRET=made-by-an-earlier-build\n";
    Files.writeString(server.resolve("server.env"), own);

    make(server);

    assertThat(environment(server)).matches(own + "TIDEGATE_STORAGE_KEYS=[0-9a-f]{64}\n");
  }

  @Test
  void readableByTheOwnerOnly() throws IOException {
    Path server = server("one");
    assumeTrue(server.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.writeString(server.resolve("server.env"), "keystore_password=a\n");

    make(server);

    assertThat(Files.getPosixFilePermissions(server.resolve("server.env")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
