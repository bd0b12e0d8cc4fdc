package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.junit.jupiter.api.Test;

/** What each method of a resource says for the description of the API. */
final class ResourceDescriptionsTest {

  /** Of these the description would not know what is in them. */
  private static final Set<String> OPAQUE = Set.of("void", "String", "Response", "Object");

  private static final JavaClasses API =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tidegate.api");

  private static final List<Method> OPERATIONS =
      API.stream()
          .filter(type -> type.isAnnotatedWith(Path.class))
          .map(JavaClass::reflect)
          .flatMap(type -> Stream.of(type.getDeclaredMethods()))
          .filter(ResourceDescriptionsTest::isOperation)
          .toList();

  private static boolean isOperation(Method method) {
    return Stream.of(method.getAnnotations())
        .anyMatch(one -> one.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static List<Method> shown() {
    assertThat(OPERATIONS)
        .isNotEmpty()
        .allMatch(method -> method.isAnnotationPresent(Operation.class));
    return OPERATIONS.stream()
        .filter(method -> !method.getAnnotation(Operation.class).hidden())
        .toList();
  }

  @Test
  void eachHasANameOfItsOwnAndASummary() {
    assertThat(shown())
        .extracting(method -> method.getAnnotation(Operation.class).operationId())
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(shown())
        .noneMatch(method -> method.getAnnotation(Operation.class).summary().isBlank());
  }

  @Test
  void eachSaysWhatItAnswers() {
    assertThat(shown())
        .allMatch(
            method ->
                !OPAQUE.contains(method.getReturnType().getSimpleName())
                    || method.isAnnotationPresent(APIResponseSchema.class)
                    || method.getAnnotationsByType(APIResponse.class).length > 0);
  }

  /** The description calls a record by its simple name, without {@code Json}. */
  @Test
  void wireRecordsHaveNamesOfTheirOwn() {
    List<String> records =
        API.stream().filter(JavaClass::isRecord).map(JavaClass::getSimpleName).toList();

    assertThat(records)
        .filteredOn(name -> name.endsWith("Json"))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .noneMatch(name -> records.contains(name.substring(0, name.length() - "Json".length())));
  }
}
