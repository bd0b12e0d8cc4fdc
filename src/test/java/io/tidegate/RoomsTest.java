package io.tidegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the house, as docs/design.md lists them: what each holds, and whom it may import.
 */
final class RoomsTest {

  private static final String ROOT = "io.tidegate";
  private static final Path SOURCES = Path.of("src/main/java/io/tidegate");
  private static final int MOST_FILES = 34;
  private static final int LARGEST_CIRCLE = 2;

  /** One room, faults and all. */
  private static final String SIMULATOR = "simulator";

  private static final Pattern ROW = Pattern.compile("\\| ([a-z.]+) \\| (.+) \\| (.*) \\|");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?io\\.tidegate\\.((?:[a-z]+\\.)*)[A-Z]");

  /**
   * A row of the table.
   *
   * @param holds what the room's {@code package-info} says, too
   * @param imports the rooms that it may import
   */
  private record Room(String holds, Set<String> imports) {}

  private static final Map<String, Room> ROOMS = read(Path.of("docs/design.md"));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** The sealed type that permits a type, by their names. */
  private static final Map<String, String> FAMILIES = families();

  @Test
  void roomsImportOnlyWhatTheTableAllows() {
    ROOMS.forEach(
        (from, room) ->
            noClasses()
                .that()
                .resideInAPackage(packageOf(from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    ROOMS.keySet().stream()
                        .filter(to -> !to.equals(from) && !room.imports().contains(to))
                        .map(RoomsTest::packageOf)
                        .toArray(String[]::new))
                .check(MAIN));
  }

  /** Of constants and type arguments the compiler leaves no trace in the classes. */
  @Test
  void sourcesImportOnlyWhatTheTableAllowsEither() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String room = name(SOURCES.relativize(file.getParent()).toString().replace('/', '.'));
        Matcher imported = IMPORT.matcher(Files.readString(file));
        while (imported.find()) {
          String other = name(imported.group(1));
          if (!other.equals(room)) {
            assertThat(ROOMS.get(room).imports()).as("imported by %s", file).contains(other);
          }
        }
      }
    }
  }

  @Test
  void theTableNamesEachRoomAndNoOther() {
    Set<String> present =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.equals(ROOT) ? "root" : name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(ROOMS.keySet()).containsExactlyInAnyOrderElementsOf(present);
    ROOMS.forEach((name, room) -> assertThat(present).as(name).containsAll(room.imports()));
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }

  /** A sealed type and those that it permits know each other by their nature, and count as one. */
  @Test
  void noMoreThanTwoFilesOfARoomKnowEachOtherInACircle() {
    Map<String, Set<String>> known = new TreeMap<>();
    MAIN.forEach(
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(other -> other.getPackageName().equals(type.getPackageName()))
                .forEach(other -> learn(known, file(type), file(other))));

    assertThat(known.keySet().stream().map(file -> circle(file, known)).distinct())
        .filteredOn(circle -> circle.size() > LARGEST_CIRCLE)
        .isEmpty();
  }

  @Test
  void theTableSaysWhatThePackageInfoSays() throws IOException {
    for (Map.Entry<String, Room> row : ROOMS.entrySet()) {
      String info = Files.readString(folder(row.getKey()).resolve("package-info.java"));
      String comment = info.substring(info.indexOf("/**") + 3, info.indexOf("*/"));
      assertThat(
              comment.replaceAll("\\s+\\*?\\s*", " ").replaceAll("\\{@code (.+?)}", "`$1`").strip())
          .isEqualTo(row.getValue().holds());
    }
  }

  @Test
  void noRoomIsTooLarge() throws IOException {
    for (String name : ROOMS.keySet()) {
      try (Stream<Path> files = Files.list(folder(name))) {
        long count = files.filter(file -> file.toString().endsWith(".java")).count();
        assertThat(name.equals(SIMULATOR) ? 0 : count)
            .as("files in %s", name)
            .isLessThanOrEqualTo(MOST_FILES);
      }
    }
  }

  private static void learn(Map<String, Set<String>> known, String from, String to) {
    known.computeIfAbsent(from, added -> new TreeSet<>()).add(to);
  }

  /** The file that {@code type} is in, or that of the sealed type which permits it. */
  private static String file(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return FAMILIES.getOrDefault(outer.getName(), outer.getName());
  }

  private static Map<String, String> families() {
    Map<String, String> families = new TreeMap<>();
    for (JavaClass type : MAIN) {
      boolean isAbstract = type.getModifiers().contains(JavaModifier.ABSTRACT);
      Class<?>[] permitted = isAbstract ? type.reflect().getPermittedSubclasses() : null;
      if (permitted != null) {
        Arrays.stream(permitted).forEach(each -> families.put(each.getName(), type.getName()));
      }
    }
    return families;
  }

  /** Those that {@code file} knows, directly or not, and that know it. */
  private static Set<String> circle(String file, Map<String, Set<String>> known) {
    return reached(file, known).stream()
        .filter(other -> reached(other, known).contains(file))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> reached(String from, Map<String, Set<String>> known) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(known.getOrDefault(from, Set.of()));
    while (!next.isEmpty()) {
      String file = next.pop();
      if (reached.add(file)) {
        next.addAll(known.getOrDefault(file, Set.of()));
      }
    }
    return reached;
  }

  private static Map<String, Room> read(Path design) {
    try (Stream<String> lines = Files.lines(design)) {
      return lines
          .dropWhile(line -> !line.equals("## Rooms"))
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .filter(row -> !row.group(1).equals("room"))
          .collect(
              Collectors.toMap(
                  row -> row.group(1),
                  row -> new Room(row.group(2), names(row.group(3))),
                  (one, other) -> {
                    throw new IllegalStateException("a room has two rows: " + one);
                  },
                  TreeMap::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<String> names(String listed) {
    return Pattern.compile(", ")
        .splitAsStream(listed)
        .filter(name -> !name.isBlank())
        .collect(Collectors.toSet());
  }

  /** The room of a package below ours, which may end in a dot. */
  private static String name(String below) {
    return below.isEmpty() ? "root" : below.replaceAll("\\.$", "");
  }

  private static String packageOf(String room) {
    return room.equals("root") ? ROOT : ROOT + "." + room;
  }

  private static Path folder(String room) {
    return room.equals("root") ? SOURCES : SOURCES.resolve(room.replace('.', '/'));
  }
}
