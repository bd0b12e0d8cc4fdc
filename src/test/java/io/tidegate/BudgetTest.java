package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The budgets for lengths and parameters, measured on the sources by the compiler's own parser. */
final class BudgetTest {

  private static final int FILE_MEDIAN = 80;
  private static final int FILE_CEILING = 300;
  private static final int METHOD_P90 = 15;
  private static final int METHOD_CEILING = 40;
  private static final int PARAMETERS = 5;

  /** Called by CDI alone: what a producer or an observer takes is what it is given. */
  private static final String WIRING = "Beans.java";

  private record Method(String where, int lines, int parameters) {}

  @Test
  void mainFilesAreShort() throws IOException {
    List<Path> files = sources("src/main/java");
    List<Integer> lengths = new ArrayList<>();
    for (Path file : files) {
      lengths.add(length(file));
    }
    lengths.sort(Comparator.naturalOrder());
    assertThat(lengths.get(lengths.size() / 2))
        .as("median length")
        .isLessThanOrEqualTo(FILE_MEDIAN);
  }

  @Test
  void noFileIsOverTheCeiling() throws IOException {
    for (Path file : all()) {
      assertThat(length(file)).as("lines of %s", file).isLessThanOrEqualTo(FILE_CEILING);
    }
  }

  @Test
  void nineOfTenMainMethodsAreShort() throws IOException {
    List<Integer> lengths =
        methods(sources("src/main/java")).stream().map(Method::lines).sorted().toList();
    assertThat(lengths.get(lengths.size() * 9 / 10)).as("p90").isLessThanOrEqualTo(METHOD_P90);
  }

  @Test
  void noMethodIsOverTheCeiling() throws IOException {
    assertThat(methods(all())).filteredOn(method -> method.lines() > METHOD_CEILING).isEmpty();
  }

  @Test
  void noMethodHasTooManyParameters() throws IOException {
    assertThat(methods(all()))
        .filteredOn(method -> !method.where().contains(WIRING))
        .filteredOn(method -> method.parameters() > PARAMETERS)
        .isEmpty();
  }

  private static List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>(sources("src/main/java"));
    files.addAll(sources("src/test/java"));
    files.addAll(sources("bench/java"));
    return files;
  }

  private static List<Path> sources(String root) throws IOException {
    if (!Files.isDirectory(Path.of(root))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static int length(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  private static List<Method> methods(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Method> methods = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, positions, methods).scan(unit, null);
      }
    }
    return methods;
  }

  private static final class MethodScanner extends TreeScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Method> methods;

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<Method> methods) {
      this.unit = unit;
      this.positions = positions;
      this.methods = methods;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      for (Tree member : type.getMembers()) {
        // The parser gives a record's components and an enum's constants no method of their own.
        if (member instanceof MethodTree method && method.getBody() != null) {
          methods.add(measured(method, type.getKind() == Tree.Kind.RECORD));
        }
      }
      return super.visitClass(type, null);
    }

    private Method measured(MethodTree method, boolean inRecord) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      String where = Path.of(unit.getSourceFile().getName()).getFileName() + ":" + first;
      // A record is what one makes of many parameters, and its constructor names them all.
      boolean constructor = inRecord && method.getName().contentEquals("<init>");
      int parameters = constructor ? 0 : method.getParameters().size();
      return new Method(where, (int) (last - first + 1), parameters);
    }
  }
}
