package io.tidegate;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where the server's technology and the ambient world may appear, and what names say. */
final class ArchitectureTest {

  private static final String ROOT = "io.tidegate";

  private static final DescribedPredicate<JavaClass> CALLED_BY_THE_SERVER =
      named(
          "called by the server",
          "(Resource|ExceptionMapper|Servlet|Filter|Check|Timer|Consumer|Application)");
  private static final DescribedPredicate<JavaClass> WIRING = named("wiring", "Beans");
  private static final DescribedPredicate<JavaClass> ADAPTER =
      DescribedPredicate.describe(
          "calling a technology",
          type ->
              outermost(type)
                  .matches("(Jms|JCache|Jpa|MicroProfile|Http|Hazelcast|Otel)[A-Z]\\w*"));
  private static final DescribedPredicate<JavaClass> GUARD =
      DescribedPredicate.describe("a guard", type -> outermost(type).startsWith("Guarded"));
  private static final DescribedPredicate<JavaClass> OTHER_RIM =
      DescribedPredicate.describe(
          "an annotation for resources, or the resource adapter",
          type -> type.isAnnotation() || type.getPackageName().equals(ROOT + ".broker"));

  private static final Pattern AMBIENT_METHODS =
      Pattern.compile(
          "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)\\(.*"
              + "|java\\.time\\.\\w+\\.now\\(.*"
              + "|java\\.lang\\.Thread\\.sleep\\(.*"
              + "|java\\.util\\.concurrent\\.locks\\.LockSupport\\.park.*"
              + "|java\\.util\\.concurrent\\.(Executors|ThreadLocalRandom)\\..*"
              + "|java\\.lang\\.Math\\.random\\(.*");
  private static final Set<String> AMBIENT_TYPES =
      Set.of("java.lang.Thread", "java.util.Random", "java.security.SecureRandom");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void theServersApisAppearOnlyInClassesNamedForThem() {
    noClasses()
        .that(
            DescribedPredicate.not(
                CALLED_BY_THE_SERVER.or(ADAPTER).or(GUARD).or(WIRING).or(OTHER_RIM)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..")
        .check(MAIN);
  }

  /** Decision 71: whoever is behind {@code Dialects} cannot tell one dialect from another. */
  @Test
  void aDialectIsKnownToNobodyButTheListOfThem() {
    String rooms = ROOT + ".dialect.";
    Set<String> dialects =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .filter(room -> room.startsWith(rooms) && !room.equals(rooms + "known"))
            .collect(Collectors.toSet());
    assertThat(dialects).contains(rooms + "chat", rooms + "responses", rooms + "messages");
    for (String dialect : dialects) {
      noClasses()
          .that()
          .resideOutsideOfPackages(dialect, rooms + "known")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(dialect)
          .check(MAIN);
    }
  }

  @Test
  void aTechnologyAppearsOnlyBehindItsPrefix() {
    behind("JCache", "javax.cache..");
    behind("Hazelcast", "com.hazelcast..");
    behind("Otel", "io.opentelemetry..");
    behind("Zstd", "io.airlift..");
    noClasses()
        .that(
            DescribedPredicate.describe(
                "neither talking to the broker nor called or wired by the server",
                type -> !outermost(type).matches("Jms\\w*|\\w+(Consumer|Beans)")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.jms..")
        .check(MAIN);
    behind("Jpa", "jakarta.persistence..");
    noClasses()
        .that(DescribedPredicate.not(GUARD))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.microprofile.faulttolerance..")
        .check(MAIN);
    noClasses()
        .that(DescribedPredicate.not(ADAPTER))
        .and()
        .resideOutsideOfPackage(ROOT + ".simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..")
        .check(MAIN);
  }

  @Test
  void onlyWiringTouchesTheAmbientWorld() {
    DescribedPredicate<JavaClass> plain =
        DescribedPredicate.not(
            WIRING
                .or(named("the simulator's wiring", "SimulatorWiring"))
                .or(named("what the build runs", "FirstSecretsMain"))
                .or(named("the wait at the end", "GracefulShutdown")));
    noClasses()
        .that(plain)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "tells the time, sleeps, or makes threads or randomness",
                (JavaMethodCall call) ->
                    AMBIENT_METHODS.matcher(call.getTarget().getFullName()).matches()))
        .check(MAIN);
    noClasses()
        .that(plain)
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "makes threads or randomness",
                (JavaConstructorCall call) ->
                    AMBIENT_TYPES.contains(call.getTargetOwner().getName())))
        .check(MAIN);
  }

  @Test
  void sharedMutableClassesAreFinal() {
    classes()
        .that(
            DescribedPredicate.describe(
                "have a volatile, atomic or lock field",
                type -> type.getFields().stream().anyMatch(ArchitectureTest::isShared)))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MAIN);
  }

  private static boolean isShared(JavaField field) {
    String type = field.getRawType().getPackageName();
    return field.getModifiers().contains(JavaModifier.VOLATILE)
        || type.startsWith("java.util.concurrent.atomic")
        || type.startsWith("java.util.concurrent.locks");
  }

  @Test
  void namesSayWhatAClassIsFor() {
    classes()
        .should(not(haveNameMatching(".*(Impl|Manager|Service|Helper|Util|Utils)")))
        .check(MAIN);
  }

  @Test
  void noTwoTypesShareASimpleName() {
    assertNamesDiffer(
        type -> type.getEnclosingClass().isEmpty() && !type.getSimpleName().equals("package-info"));
  }

  /** A wire record's simple name is that of its schema in {@code /openapi}, or a digit is added. */
  @Test
  void noTwoRecordsOfTheApiShareASimpleName() {
    assertNamesDiffer(type -> type.isRecord() && type.getPackageName().startsWith(ROOT + ".api"));
  }

  private static void assertNamesDiffer(Predicate<JavaClass> which) {
    Map<String, List<String>> byName =
        MAIN.stream()
            .filter(which)
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    assertThat(byName.values()).filteredOn(names -> names.size() > 1).isEmpty();
  }

  @Test
  void fieldsAreInjectedOnlyWhereTheServerMakesTheObject() {
    for (String annotation :
        Arrays.asList(
            "jakarta.inject.Inject", "jakarta.ws.rs.core.Context", "jakarta.annotation.Resource")) {
      fields()
          .that()
          .areAnnotatedWith(annotation)
          .should()
          .beDeclaredInClassesThat(CALLED_BY_THE_SERVER.or(WIRING))
          .check(MAIN);
    }
  }

  private static void behind(String prefix, String packages) {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "without the prefix " + prefix + ", and not its wiring or called by it",
                type -> !outermost(type).matches(prefix + "\\w+|\\w+(Beans|Consumer)")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> named(String description, String suffix) {
    return DescribedPredicate.describe(
        description, type -> outermost(type).matches("\\w*" + suffix));
  }

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }
}
