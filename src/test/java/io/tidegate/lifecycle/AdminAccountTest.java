package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminAccountTest {

  private static final Pattern PASSWORD = Pattern.compile("password=\"([0-9a-f]{32})\"");

  private Path file;

  @BeforeEach
  void choosesItsFile(@TempDir Path directory) {
    file = directory.resolve("defaults").resolve("admin.xml");
  }

  @Test
  void makesAnAdministratorInAServerConfiguration() throws Exception {
    AdminAccount.create(file, new Random(1));

    var server = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(server.getDocumentElement().getTagName()).isEqualTo("server");
    assertThat(server.getElementsByTagName("administrator-role").item(0).getTextContent().strip())
        .isEqualTo("admin");
  }

  @Test
  void choosesAPasswordOfItsOwnForEachServer() throws IOException {
    Path other = file.resolveSibling("other.xml");
    RandomGenerator random = new Random(1);

    AdminAccount.create(file, random);
    AdminAccount.create(other, random);

    assertThat(password(file)).isNotEqualTo(password(other));
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));

    AdminAccount.create(file, new Random(1));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void leavesAFileAloneThatIsThere() throws IOException {
    AdminAccount.create(file, new Random(1));
    String before = Files.readString(file);

    AdminAccount.create(file, new Random(2));

    assertThat(file).hasContent(before);
  }

  @Test
  void failsAloudWhenItCannotBeWritten() throws IOException {
    Files.writeString(file.getParent(), "a file where a directory should be");

    assertThatThrownBy(() -> AdminAccount.create(file, new Random(1)))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static String password(Path of) throws IOException {
    Matcher matcher = PASSWORD.matcher(Files.readString(of));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
