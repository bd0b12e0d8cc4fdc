package io.tidegate.deploy;

import static java.util.Map.entry;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests in {@code deploy/kubernetes}: found, read, and held against Kubernetes' own models.
 */
final class Manifests {

  static final Path ROOT = Path.of("deploy/kubernetes");

  /** What refuses an element with a field that the kind does not have, or without one it needs. */
  private interface Check {
    void of(JsonElement element) throws IOException;
  }

  private record Kind(Class<?> type, Check check) {}

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("v1/Namespace", new Kind(V1Namespace.class, V1Namespace::validateJsonElement)),
          entry("v1/ConfigMap", new Kind(V1ConfigMap.class, V1ConfigMap::validateJsonElement)),
          entry("v1/Service", new Kind(V1Service.class, V1Service::validateJsonElement)),
          entry(
              "apps/v1/Deployment",
              new Kind(V1Deployment.class, V1Deployment::validateJsonElement)),
          entry(
              "policy/v1/PodDisruptionBudget",
              new Kind(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement)),
          entry(
              "networking.k8s.io/v1/NetworkPolicy",
              new Kind(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement)),
          entry(
              "autoscaling/v2/HorizontalPodAutoscaler",
              new Kind(
                  V2HorizontalPodAutoscaler.class,
                  V2HorizontalPodAutoscaler::validateJsonElement)));

  private Manifests() {}

  /** All YAML files. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The documents in {@code file}; a key that is there twice fails. */
  static List<Object> documents(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file)).forEach(documents::add);
    return documents;
  }

  /** The one object in {@code file}. */
  static Map<?, ?> object(Path file) throws IOException {
    return (Map<?, ?>) documents(file).get(0);
  }

  /** What is under {@code keys}, one in the other; numbers are places in lists. */
  static Object at(Object from, Object... keys) {
    Object value = from;
    for (Object key : keys) {
      value =
          key instanceof Integer place
              ? ((List<?>) value).get(place)
              : ((Map<?, ?>) value).get(key);
    }
    return value;
  }

  static String kind(Map<?, ?> object) {
    return object.get("apiVersion") + "/" + object.get("kind");
  }

  static boolean known(Map<?, ?> object) {
    return KINDS.containsKey(kind(object));
  }

  /** Throws if {@code object}, of a {@link #known} kind, has a field or a value that it cannot. */
  static void check(Map<?, ?> object) throws IOException {
    JsonElement element = new Gson().toJsonTree(object);
    Kind kind = KINDS.get(kind(object));
    kind.check().of(element);
    new JSON();
    var unused = JSON.getGson().fromJson(element, kind.type());
  }
}
