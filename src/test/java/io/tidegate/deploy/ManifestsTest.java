package io.tidegate.deploy;

import static io.tidegate.deploy.Manifests.ROOT;
import static io.tidegate.deploy.Manifests.at;
import static io.tidegate.deploy.Manifests.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.GatewayConfig;
import io.tidegate.api.ReadyCheck;
import io.tidegate.cluster.ClusterConfig;
import io.tidegate.scaling.ScalingConfig;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {

  private static final List<Object> OF_KUSTOMIZE = List.of("Kustomization", "Component");
  private static final Path BASE = ROOT.resolve("base");

  /** A rest of the pod's time for what nobody has thought of. */
  private static final int MARGIN_SECONDS = 20;

  /** How long Liberty waits for its own parts before it stops applications. */
  private static final int QUIESCE_SECONDS = 30;

  static List<Path> files() throws IOException {
    return Manifests.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void hasNoFieldThatItsKindDoesNotHave(Path file) throws IOException {
    for (Object document : Manifests.documents(file)) {
      if (document instanceof Map<?, ?> object && Manifests.known(object)) {
        if (!object.containsKey("$patch")) {
          Manifests.check(completed(file, withoutPatches(object)));
        }
      } else if (document instanceof Map<?, ?> object && object.containsKey("kind")) {
        assertThat(isKustomize(object) || isScaledObject(object))
            .as("%s is of a kind that is checked", file)
            .isTrue();
      }
    }
  }

  @Test
  void theCheckItselfFindsWhatIsWrong() throws IOException {
    Map<Object, Object> policy = new HashMap<>(object(BASE.resolve("poddisruptionbudget.yaml")));
    policy.put("spec", Map.of("maxUnavailible", 1));
    Map<Object, Object> service = new HashMap<>(object(BASE.resolve("service.yaml")));
    service.put("spec", Map.of("ports", "80"));

    assertThatThrownBy(() -> Manifests.check(policy)).hasMessageContaining("maxUnavailible");
    assertThatThrownBy(() -> Manifests.check(service)).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesOnlyFilesThatAreThere(Path file) throws IOException {
    Map<?, ?> object = Manifests.documents(file).get(0) instanceof Map<?, ?> map ? map : Map.of();
    if (!isKustomize(object)) {
      return;
    }
    for (String list : List.of("resources", "components")) {
      for (Object name : list(object, list)) {
        Path named = file.resolveSibling(name.toString());
        assertThat(Files.isDirectory(named) ? named.resolve("kustomization.yaml") : named).exists();
      }
    }
    for (Object patch : list(object, "patches")) {
      assertThat(file.resolveSibling(at(patch, "path").toString())).exists();
    }
  }

  @Test
  void everyFileIsUsed() throws IOException {
    Set<Path> used = new HashSet<>(Set.of(ROOT.resolve("prometheus-adapter/values.yaml")));
    for (Path file : Manifests.files()) {
      if (file.endsWith("kustomization.yaml")) {
        used.add(file);
        list(object(file), "resources").forEach(name -> used.add(file.resolveSibling("" + name)));
        list(object(file), "patches")
            .forEach(patch -> used.add(file.resolveSibling("" + at(patch, "path"))));
      }
    }

    assertThat(used).containsAll(Manifests.files());
  }

  @Test
  void selectorsPortsAndProbesFitTogether() throws IOException {
    Map<?, ?> pod = (Map<?, ?>) at(deployment(), "spec", "template");
    Object labels = at(pod, "metadata", "labels");
    Set<Object> ports = new HashSet<>();
    list((Map<?, ?>) container(), "ports").forEach(port -> ports.add(at(port, "name")));

    assertThat(at(deployment(), "spec", "selector", "matchLabels")).isEqualTo(labels);
    for (String service : List.of("service.yaml", "service-cluster.yaml")) {
      Map<?, ?> spec = (Map<?, ?>) object(BASE.resolve(service)).get("spec");
      assertThat(spec.get("selector")).isEqualTo(labels);
      list(spec, "ports").forEach(port -> assertThat(ports).contains(at(port, "targetPort")));
    }
    for (String probe : List.of("startup", "readiness", "liveness")) {
      assertThat(ports).contains(at(container(), probe + "Probe", "httpGet", "port"));
      // A server that is only busy must not be taken for one that is lost.
      assertThat((Integer) at(container(), probe + "Probe", "timeoutSeconds")).isEqualTo(10);
    }
    assertThat(ReadyCheck.class).hasAnnotation(Readiness.class);
    assertThat(at(container(), "startupProbe", "httpGet", "path")).isEqualTo("/health/started");
    assertThat(at(container(), "readinessProbe", "httpGet", "path")).isEqualTo("/health/ready");
    assertThat(at(container(), "livenessProbe", "httpGet", "path")).isEqualTo("/health/live");
  }

  @Test
  void thePodHasMoreTimeThanItsEndTakes() throws IOException {
    Duration grace = GatewayConfig.from(settings()).gracePeriod();
    List<?> command = (List<?>) at(container(), "lifecycle", "preStop", "exec", "command");
    int stop = Integer.parseInt(command.get(1).toString());
    int given = (int) at(deployment(), "spec", "template", "spec", "terminationGracePeriodSeconds");

    assertThat(grace).isEqualTo(Duration.ofSeconds(20));
    assertThat(given)
        .isGreaterThanOrEqualTo(
            stop + (int) grace.toSeconds() + QUIESCE_SECONDS + MARGIN_SECONDS / 2);
  }

  @Test
  void itsSettingsAreOnesThatTheServerHas() throws IOException {
    ClusterConfig cluster = ClusterConfig.from(settings());
    ScalingConfig scaling = ScalingConfig.from(settings());
    Map<?, ?> service = object(BASE.resolve("service-cluster.yaml"));

    assertThat(cluster.dns()).startsWith(at(service, "metadata", "name") + ".tidegate.svc");
    assertThat(cluster.port()).isEqualTo(at(service, "spec", "ports", 0, "port"));
    assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
    assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
    Object scaler = object(BASE.resolve("horizontalpodautoscaler.yaml")).get("spec");
    assertThat(at(scaler, "minReplicas")).isEqualTo(scaling.replicas().min()).isEqualTo(3);
    assertThat(at(scaler, "maxReplicas")).isEqualTo(scaling.replicas().max()).isEqualTo(10);
    assertThat(at(scaler, "metrics", 0, "resource", "target", "averageUtilization")).isEqualTo(70);
  }

  private static Settings settings() throws IOException {
    Map<String, String> values = new HashMap<>();
    ((Map<?, ?>) object(BASE.resolve("configmap.yaml")).get("data"))
        .forEach((key, value) -> values.put(key.toString(), value.toString()));
    return new Settings(values);
  }

  private static Map<?, ?> deployment() throws IOException {
    return object(BASE.resolve("deployment.yaml"));
  }

  private static Object container() throws IOException {
    return at(deployment(), "spec", "template", "spec", "containers", 0);
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return object.get(name) instanceof List<?> list ? list : List.of();
  }

  private static boolean isKustomize(Map<?, ?> object) {
    return OF_KUSTOMIZE.stream().anyMatch(kind -> kind.equals(object.get("kind")));
  }

  /** Of KEDA's there are no models here: what is known of it is checked by its names. */
  private static boolean isScaledObject(Map<?, ?> object) {
    return Manifests.kind(object).equals("keda.sh/v1alpha1/ScaledObject")
        && Set.of(
                "scaleTargetRef",
                "pollingInterval",
                "minReplicaCount",
                "maxReplicaCount",
                "fallback",
                "advanced",
                "triggers")
            .equals(((Map<?, ?>) object.get("spec")).keySet());
  }

  /** {@code object}, with what it lacks as a patch of one of the base. */
  private static Map<?, ?> completed(Path file, Map<?, ?> object) throws IOException {
    Path whole = BASE.resolve(file.getFileName());
    return file.startsWith(BASE) || !Files.exists(whole) ? object : merged(object(whole), object);
  }

  private static Map<?, ?> merged(Map<?, ?> under, Map<?, ?> over) {
    Map<Object, Object> both = new HashMap<>(under);
    over.forEach(
        (key, value) ->
            both.put(
                key,
                value instanceof Map<?, ?> map && both.get(key) instanceof Map<?, ?> below
                    ? merged(below, map)
                    : value));
    return both;
  }

  /** What a patch says of a list's item is kustomize's, and not the kind's. */
  private static Map<?, ?> withoutPatches(Map<?, ?> object) {
    Map<Object, Object> without = new HashMap<>();
    object.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map) {
            without.put(key, withoutPatches(map));
          } else if (value instanceof List<?> list) {
            without.put(
                key,
                list.stream()
                    .filter(item -> !(item instanceof Map<?, ?> map && map.containsKey("$patch")))
                    .toList());
          } else {
            without.put(key, value);
          }
        });
    return without;
  }
}
