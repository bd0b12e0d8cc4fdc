package io.tidegate.tenants.keys;

import static io.tidegate.exchange.ErrorCode.KEY_OUT_OF_SCOPE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import java.net.InetAddress;
import java.util.List;

/**
 * What a key is good for; whatever is empty limits nothing.
 *
 * @param models the models that may be named
 * @param operations what may be asked, each a name of {@link ScopeNames}
 * @param dialects the APIs that may be spoken, by their names in settings
 * @param priority how urgent its calls are at most
 * @param privateOnly whether its calls may go to private nodes only
 * @param networks where its calls may come from
 */
public record KeyScope(
    List<ModelPattern> models,
    List<String> operations,
    List<String> dialects,
    Priority priority,
    boolean privateOnly,
    List<KeyNetwork> networks) {

  /** Everything that its tenant may do. */
  public static final KeyScope ALL =
      new KeyScope(List.of(), List.of(), List.of(), Priority.HIGH, false, List.of());

  public KeyScope {
    models = List.copyOf(models);
    operations = List.copyOf(operations);
    dialects = List.copyOf(dialects);
    networks = List.copyOf(networks);
    requireNonNull(priority, "priority");
  }

  /** Why a call of {@code operation} to {@code model} is refused; null if it is not. */
  public Failure refusal(Operation operation, String model) {
    if (!operations.isEmpty() && !operations.contains(operation.metricName())) {
      return refused(null, "operation '" + operation.metricName() + "'", operations);
    }
    if (!dialects.isEmpty() && !dialects.contains(operation.dialect().label())) {
      return refused(null, "dialect '" + operation.dialect().label() + "'", dialects);
    }
    return allows(model)
        ? null
        : refused("model", "this model", models.stream().map(ModelPattern::text).toList());
  }

  /** Why what is done beside calls, {@code area}, is refused; null if it is not. */
  public Failure refusal(String area) {
    if (operations.isEmpty() || operations.contains(area)) {
      return null;
    }
    return refused(null, "operation '" + area + "'", operations);
  }

  /** Why a batch of calls of {@code operation} is refused; null if it is not. */
  public Failure batchRefusal(Operation operation) {
    if (!models.isEmpty()) {
      // Its lines name their models, and are read long after the key was shown.
      return Failure.of(
          KEY_OUT_OF_SCOPE, "This API key is for some models only, and may begin no batch.");
    }
    return refusal(operation, "");
  }

  /** Why a request from {@code address} is refused; null if it is not. */
  public Failure refusal(InetAddress address) {
    if (networks.isEmpty()) {
      return null;
    }
    byte[] bytes = address.getAddress();
    for (KeyNetwork network : networks) {
      if (network.contains(bytes)) {
        return null;
      }
    }
    return Failure.of(
        KEY_OUT_OF_SCOPE,
        "This API key is not good for requests from " + address.getHostAddress() + ".");
  }

  /** Whether {@code model} may be named. */
  public boolean allows(String model) {
    if (models.isEmpty()) {
      return true;
    }
    for (ModelPattern pattern : models) {
      if (pattern.matches(model)) {
        return true;
      }
    }
    return false;
  }

  private static Failure refused(String param, String what, List<String> allowed) {
    return Failure.ofParam(
        KEY_OUT_OF_SCOPE,
        param,
        "This API key is not good for " + what + ", but for " + String.join(", ", allowed) + ".");
  }
}
