package io.tidegate;


import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may import whom, and where the server's technology may appear. */
final class ArchitectureTest {

  private static final String ROOT = "io.tidegate";

  /** What each package may import of ours, beside itself; the root is {@code root}. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      table(
          """
          broker:
          formats:
          readiness:
          settings:
          simulator:
          tracing:
          upstream.coding:
          webhooks.address:
          exchange: tracing
          batches.state: exchange
          cache.key: exchange
          metrics: exchange
          tenants: settings exchange
          upstream.reading: settings exchange
          admission: settings tracing exchange metrics
          api.entry: tracing exchange tenants
          memory: settings exchange metrics tenants
          upstream.wire: settings upstream.coding upstream.reading
          work: settings metrics
          api.open: settings tracing exchange metrics api.entry
          cache.answer: formats settings tracing exchange cache.key memory
          collect: tracing exchange memory
          store: settings exchange metrics work
          upstream: formats tracing upstream.coding exchange upstream.reading memory \
              upstream.wire
          batches.lines: exchange batches.state collect store
          cache.tiers: settings exchange cache.key metrics cache.answer
          files: settings exchange work store
          routing.nodes: settings exchange metrics admission upstream
          webhooks: settings webhooks.address exchange metrics work store
          cache.flights: tracing exchange cache.key memory cache.answer cache.tiers
          cache.hot: tracing exchange cache.key cache.tiers
          cluster: settings metrics admission work cache.tiers
          routing.balancing: settings exchange routing.nodes
          routing.probes: settings metrics upstream.wire upstream routing.nodes
          cache: settings tracing exchange cache.key metrics memory work cache.answer cache.tiers \
              cache.flights cache.hot
          routing: settings tracing exchange metrics admission memory upstream.wire work upstream \
              routing.nodes routing.balancing routing.probes
          root: settings exchange metrics tenants admission work cache.answer cache.flights cache \
              routing
          alerting: settings exchange metrics work cache.tiers webhooks cache
          scaling: settings metrics admission memory work cache.tiers routing.nodes \
              routing.probes cache
          jobs: settings tracing exchange metrics memory work collect store webhooks root
          lifecycle: settings simulator tenants work routing.nodes routing root
          warmup: settings exchange cache.key metrics work cache.tiers cache.hot cache root
          api.http: exchange api.entry memory work api.open store routing.nodes root jobs
          batches.steps: exchange batches.state metrics memory work collect store batches.lines \
              files jobs
          api.admin: exchange tenants admission memory api.open cache.tiers routing.nodes \
              routing.balancing cache root alerting scaling warmup api.http
          api.calls: tracing exchange admission api.entry memory api.open store routing.nodes \
              root jobs api.http
          batches.rows: exchange batches.state store batches.lines files webhooks batches.steps
          api.jobs: exchange api.entry memory api.open collect store webhooks jobs api.http \
              api.calls
          batches: settings exchange batches.state metrics memory work collect store \
              batches.lines files webhooks root jobs batches.steps batches.rows
          api.batches: exchange batches.state api.entry work store files api.http api.calls \
              batches
          api: settings tracing exchange metrics tenants admission api.entry memory work api.open \
              store files routing.nodes webhooks cluster root jobs warmup api.http api.calls \
              api.jobs batches api.batches
          """);

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
  void packagesImportOnlyWhatTheTableAllows() {
    MAY_IMPORT.forEach(
        (from, allowed) -> {
          String[] forbidden =
              MAY_IMPORT.keySet().stream()
                  .filter(to -> !to.equals(from) && !allowed.contains(to))
                  .map(ArchitectureTest::packageOf)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(packageOf(from))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(forbidden)
              .allowEmptyShould(true)
              .check(MAIN);
        });
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> present =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(MAY_IMPORT.keySet()).containsAll(present);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }

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

  @Test
  void aTechnologyAppearsOnlyBehindItsPrefix() {
    behind("JCache", "javax.cache..");
    behind("Hazelcast", "com.hazelcast..");
    behind("Otel", "io.opentelemetry..");
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
                .or(named("what the build runs", "AdminAccountMain"))
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
    Map<String, List<String>> byName =
        MAIN.stream()
            .filter(type -> type.getEnclosingClass().isEmpty())
            .filter(type -> !type.getSimpleName().equals("package-info"))
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

  private static Map<String, Set<String>> table(String rows) {
    return rows.lines()
        .map(row -> row.split(":", -1))
        .collect(Collectors.toMap(row -> name(row[0]), row -> names(row[1])));
  }

  private static Set<String> names(String listed) {
    return Arrays.stream(listed.strip().split(" +"))
        .filter(name -> !name.isEmpty())
        .map(ArchitectureTest::name)
        .collect(Collectors.toSet());
  }

  private static String name(String shown) {
    return shown.equals("root") ? "" : shown;
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

  private static String packageOf(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
