package io.tidegate.upstream;

import io.tidegate.exchange.ModelFacts;
import io.tidegate.upstream.reading.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's reply to {@code GET /models}.
 *
 * @param status its HTTP status
 * @param models the names it lists, each once; empty when it lists none or its reply is no list
 * @param facts what it tells of some of them, by name
 * @param problem why there are no models, in a sentence's second half; null if there are
 */
public record Probe(
    int status, List<String> models, Map<String, ModelFacts> facts, String problem) {

  private static final int NO_CONTENT = 204;
  private static final int MISSING = 404;

  public Probe {
    models = List.copyOf(models);
    facts = Map.copyOf(facts);
  }

  /** A reply that tells names alone. */
  public Probe(int status, List<String> models) {
    this(status, models, Map.of(), models.isEmpty() ? problem(status, "lists no model") : null);
  }

  /**
   * Whether the node may be given calls.
   *
   * <p>A node that has no such path is alive all the same; one that refuses our key, fails or is
   * busy is not ready.
   */
  public boolean alive() {
    return switch (status) {
      case 401, 402, 403, 408, 425, 429 -> false;
      default -> status < 500;
    };
  }

  /** Why there are no models, if there are none: {@code GET /models ...}. */
  public Optional<String> trouble() {
    return Optional.ofNullable(problem).map(what -> "GET /models " + what);
  }

  static Probe of(int status, String body) {
    if (!isGood(status)) {
      return new Probe(status, List.of());
    }
    try {
      Map<String, ModelFacts> listed = ModelList.read(body == null ? "" : body);
      Map<String, ModelFacts> told = new LinkedHashMap<>(listed);
      told.values().removeIf(ModelFacts.UNKNOWN::equals);
      String problem = listed.isEmpty() ? "lists no model" : null;
      return new Probe(status, List.copyOf(listed.keySet()), told, problem);
    } catch (IOException notJson) {
      return new Probe(status, List.of(), Map.of(), "was answered with something that is no JSON");
    }
  }

  /** A proxy that changes an answer says 203; no answer has a body under the others. */
  private static boolean isGood(int status) {
    return status >= 200 && status < NO_CONTENT;
  }

  private static String problem(int status, String otherwise) {
    if (isGood(status)) {
      return otherwise;
    }
    return switch (status) {
      case 401, 403 -> "was answered with " + status + ": the node refuses the key, or wants one";
      case MISSING, 405 ->
          "was answered with " + status + ": name the node's models, or correct its address";
      default ->
          "was answered with "
              + (Verdict.isRedirect(status) ? Verdict.redirect(status) : Integer.toString(status));
    };
  }
}
