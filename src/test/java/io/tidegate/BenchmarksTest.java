package io.tidegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of the benchmarks, which no build needs, still fit the product that they measure.
 */
final class BenchmarksTest {

  @TempDir private Path classes;

  @Test
  void eachProgramUnderBenchCompiles() throws IOException {
    List<Path> programs;
    try (Stream<Path> files = Files.walk(Path.of("bench/java"))) {
      programs = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(programs).hasSizeGreaterThan(20);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean whole =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(programs))
              .call();
      assertThat(whole).as(said.toString()).isTrue();
    }
  }
}
