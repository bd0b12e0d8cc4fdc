package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.routing.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeFileTest {

  private static final NodeSpec WHOLE =
      SampleSpecs.whole(
          "https://a.test:8443/v1", "eu-north", Map.of("chat", "org/Chat", "code", "code"));

  private static final NodeChange ALL = NodeChange.between(null, WHOLE);

  @TempDir private Path directory;

  @Test
  void hasNoChangesWhereThereIsNoFile() {
    assertThat(file().load()).isEmpty();
  }

  @Test
  void givesBackEveryMemberOfANode() {
    file().save(Map.of("a", Optional.of(ALL)));

    assertThat(file().load()).isEqualTo(Map.of("a", Optional.of(ALL)));
    assertThat(file().load().get("a").orElseThrow().apply("a", null)).isEqualTo(WHOLE);
  }

  @Test
  void givesBackANodeOfWhichLittleIsKnown() {
    NodeChange little = NodeChange.between(null, Fleet.spec("b"));

    file().save(Map.of("b", Optional.of(little)));

    assertThat(file().load()).isEqualTo(Map.of("b", Optional.of(little)));
  }

  @Test
  void remembersThatANodeWasRemoved() {
    file().save(Map.of("a", Optional.empty()));

    assertThat(file().load()).isEqualTo(Map.of("a", Optional.empty()));
  }

  @Test
  void replacesWhatWasKeptBeforeAndLeavesNoOtherFile() throws IOException {
    file().save(Map.of("a", Optional.of(ALL)));

    file().save(Map.of("b", Optional.empty()));

    assertThat(file().load()).containsOnlyKeys("b");
    try (var files = Files.list(path().getParent())) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void savesOverWhatAnInterruptedSaveLeftBehind() throws IOException {
    Files.createDirectories(path().getParent());
    Files.writeString(path().resolveSibling("nodes.json.new"), "half of i");

    file().save(Map.of("a", Optional.of(ALL)));

    assertThat(file().load()).containsOnlyKeys("a");
  }

  @Test
  void isReadableByItsOwnerOnlySinceItHoldsKeys() throws IOException {
    assumeTrue(path().getFileSystem().supportedFileAttributeViews().contains("posix"));
    file().save(Map.of("a", Optional.of(ALL)));
    file().save(Map.of("a", Optional.of(ALL)));

    assertThat(Files.readString(path())).contains("sk-secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"text\"", "{", "{\"a\": 5}"})
  void saysWhichFileCannotBeUsed(String content) throws IOException {
    Files.createDirectories(path().getParent());
    Files.writeString(path(), content);

    assertThatThrownBy(() -> file().load())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(path().toString())
        .hasMessageMatching("(?s)the node file .* cannot be used: .+");
  }

  @Test
  void doesNotRepeatAKeyThatCannotBeRead() throws IOException {
    Files.createDirectories(path().getParent());
    Files.writeString(path(), "{\"a\": {\n  \"apiKey\": abcdef0123}}");

    assertThatThrownBy(() -> file().load())
        .hasMessageContaining("it is no JSON in line 2, column ")
        .hasNoCause()
        .hasMessageNotContaining("abcdef");
  }

  @Test
  void failsAloudWhenItCannotBeWritten() throws IOException {
    Files.writeString(directory.resolve("data"), "a file where a directory should be");

    assertThatThrownBy(() -> file().save(Map.of())).isInstanceOf(UncheckedIOException.class);
  }

  private NodeFile file() {
    return new NodeFile(path());
  }

  private Path path() {
    return directory.resolve("data").resolve("nodes.json");
  }
}
