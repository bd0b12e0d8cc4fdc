package io.tidegate.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of the archive are served, and how. */
class StaticFilesTest {

  private static final String SCRIPT = "export const all = [];\n".repeat(100);

  private final List<String> opened = new ArrayList<>();
  private final StaticFiles files = new StaticFiles(this::open);

  private InputStream open(String path) {
    opened.add(path);
    return path.contains("absent") ? null : new ByteArrayInputStream(SCRIPT.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/WEB-INF/web.xml",
        "/console/../WEB-INF/web.xml",
        "/console/..",
        "/console/.hidden.js",
        "/console//a.js",
        "/console/",
        "/console/a.class",
        "/console/a",
        "/other.js",
        "/console/a.js/",
        "/console/a%2e.js?",
        "/META-INF/MANIFEST.MF"
      })
  void nothingButTheConsoleIsLookedFor(String path) throws IOException {
    assertThat(files.find(path)).isEmpty();
    assertThat(opened).isEmpty();
  }

  @Test
  void aFileIsReadOnce() throws IOException {
    assertThat(files.find("/console/views/now.js")).isPresent();
    assertThat(files.find("/console/views/now.js")).isPresent();
    assertThat(opened).containsExactly("/console/views/now.js");
  }

  @Test
  void whatIsNotThereIsNotRemembered() throws IOException {
    assertThat(files.find("/console/absent.js")).isEmpty();
    assertThat(files.find("/console/absent.js")).isEmpty();
    assertThat(opened).hasSize(2);
  }

  @Test
  void textsArePackedAndImagesAreNot() throws IOException {
    StaticFile script = files.find("/console/a.js").orElseThrow();
    assertThat(script.type()).isEqualTo("text/javascript;charset=utf-8");
    assertThat(script.bytes(false)).asString(UTF_8).isEqualTo(SCRIPT);
    assertThat(script.bytes(true).length).isLessThan(SCRIPT.length() / 5);
    try (InputStream packed = new GZIPInputStream(new ByteArrayInputStream(script.bytes(true)))) {
      assertThat(packed.readAllBytes()).asString(UTF_8).isEqualTo(SCRIPT);
    }
    assertThat(files.find("/console/a.png").orElseThrow().isPacked()).isFalse();
  }

  @Test
  void eachFormHasATagThatItIsKnownBy() {
    StaticFile one = StaticFile.of("/console/a.css", SCRIPT.getBytes(UTF_8));
    StaticFile other = StaticFile.of("/console/a.css", "a{}".getBytes(UTF_8));

    assertThat(one.tag(true)).isNotEqualTo(one.tag(false)).isNotEqualTo(other.tag(true));
    assertThat(one.isKnown(one.tag(false))).isTrue();
    assertThat(one.isKnown("\"x\", W/" + one.tag(true))).isTrue();
    assertThat(one.isKnown(other.tag(false))).isFalse();
    assertThat(one.isKnown(null)).isFalse();
  }
}
