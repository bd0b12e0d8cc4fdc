package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the server's own threads may do. They are few: what waits on them holds up requests of
 * everybody.
 */
final class ServerThreadsTest {

  private static final String DATABASE = "Jpa";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tidegate");

  /**
   * A method that suspends its request hands on what is in its lambdas; all else that the server
   * calls is done at once. Calls by way of the JDK's own types are not seen.
   */
  @Test
  void noThreadOfTheServerWaitsForTheDatabase() {
    assertThat(MAIN.stream().flatMap(ServerThreadsTest::called).toList())
        .hasSizeGreaterThan(100)
        .allSatisfy(method -> assertThat(wayToTheDatabase(method)).isEmpty());
  }

  private static Stream<JavaMethod> called(JavaClass type) {
    return type.getSimpleName().matches("\\w+(Resource|Filter|Servlet|ExceptionMapper|Check)")
        ? type.getMethods().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
        : Stream.empty();
  }

  /** The calls by which {@code from} gets there, one a line; empty if it does not. */
  private static String wayToTheDatabase(JavaMethod from) {
    boolean suspends =
        from.getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(AsyncResponse.class));
    Map<JavaCodeUnit, JavaCodeUnit> callers = new LinkedHashMap<>();
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    callers.put(from, from);
    open.add(from);
    while (!open.isEmpty()) {
      JavaCodeUnit caller = open.remove();
      if (caller.getOwner().getSimpleName().startsWith(DATABASE)) {
        return way(caller, callers);
      }
      caller.getMethodCallsFromSelf().stream()
          .filter(call -> !(suspends && call.isDeclaredInLambda()))
          .flatMap(ServerThreadsTest::reached)
          .filter(next -> callers.putIfAbsent(next, caller) == null)
          .forEach(open::add);
    }
    return "";
  }

  /** What {@code call} may run: the method it names, or those of the types that stand behind it. */
  private static Stream<JavaMethod> reached(JavaMethodCall call) {
    String name = call.getTarget().getName();
    String[] parameters =
        call.getTarget().getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .toArray(String[]::new);
    JavaClass owner = call.getTargetOwner();
    return Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream())
        .filter(type -> type.getPackageName().startsWith("io.tidegate"))
        .flatMap(type -> type.tryGetMethod(name, parameters).stream());
  }

  private static String way(JavaCodeUnit end, Map<JavaCodeUnit, JavaCodeUnit> callers) {
    StringBuilder way = new StringBuilder();
    JavaCodeUnit at = end;
    while (!at.equals(callers.get(at))) {
      way.insert(0, "\n" + at.getFullName());
      at = callers.get(at);
    }
    return at.getFullName() + way;
  }
}
