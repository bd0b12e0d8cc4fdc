package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StartReviewTest {

  @TempDir private Path directory;

  private static List<String> lines(Map<String, String> set) {
    return StartReview.of(new Settings(set));
  }

  @Test
  void theDefaultsAreSafe() {
    assertThat(lines(Map.of())).isEmpty();
    assertThat(StartReview.ofCleartext(List.of("localhost:9080", "127.0.0.1:1", "::1:2")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*:9080", "0.0.0.0:9080", "gate1:9080", "10.0.0.1:9080"})
  void cleartextBeyondThisMachineIsNamedWithItsPlace(String place) {
    assertThat(StartReview.ofCleartext(List.of("localhost:1", place)))
        .hasValueSatisfying(line -> assertThat(line).contains(place, "http.host=localhost"));
  }

  @Test
  void moreConnectionsThanTheProcessMayHaveFilesAreNamedWithWhatToDo() {
    assertThat(StartReview.ofFiles(10_000, 20_000)).isEmpty();
    assertThat(StartReview.ofFiles(10_000, -1)).as("nobody can tell").isEmpty();
    assertThat(StartReview.ofFiles(10_000, 4096))
        .hasValueSatisfying(
            line -> assertThat(line).contains("4096", "LimitNOFILE", "max-connections to 2048"));
  }

  @Test
  void aFileOfSecretsThatEverybodyReadsIsNamed() throws IOException {
    String key = "tidegate.nodes.gpu.api-key-file";
    Path file = Files.writeString(directory.resolve("key"), "hidden");
    Settings settings = new Settings(Map.of(key, file.toString()));
    var unused = settings.at(key);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(StartReview.of(settings)).singleElement().asString().contains(key, file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(StartReview.of(settings)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.database.url, jdbc:postgresql://db/tidegate, tidegate.database.password is empty",
    "tidegate.broker.url, tcp://db:61616, tidegate.broker.password is empty",
    "tidegate.cluster.enabled, true, without encryption or password",
    "tidegate.api.allowed-origins, *, the pages of any site",
    "tidegate.webhooks.plain-http, true, can be read on the way"
  })
  void whatIsLessSafeIsSaidInALine(String key, String value, String line) {
    assertThat(lines(Map.of(key, value))).singleElement().asString().contains(line);
  }

  @Test
  void aPasswordThatEverybodyKnowsIsNamedAndNotShown() {
    assertThat(
            lines(
                Map.of(
                    "tidegate.broker.url", "tcp://db:61616",
                    "tidegate.broker.password", "Change-Me")))
        .containsExactly("tidegate.broker.password is one that everybody tries first");
  }

  @Test
  void aClusterWithASecretStillHasNoEncryption() {
    assertThat(
            lines(
                Map.of(
                    "tidegate.cluster.enabled", "true",
                    "tidegate.cluster.secret", "only-for-this-test")))
        .singleElement()
        .asString()
        .contains("without encryption:")
        .doesNotContain("only-for-this-test");
    assertThat(
            lines(
                Map.of(
                    "tidegate.cluster.enabled", "true",
                    "tidegate.cluster.address", "127.0.0.1")))
        .isEmpty();
  }
}
