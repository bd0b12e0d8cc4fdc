package io.tidegate.tenants.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.Priority;
import java.util.List;

/** The form in which scopes are asked for, kept and shown. */
public final class ScopeJson {

  private static final List<String> MEMBERS =
      List.of("models", "operations", "dialects", "priority", "privateOnly", "networks");

  private ScopeJson() {}

  /**
   * The scope in {@code json}; what it leaves out limits nothing.
   *
   * @throws io.tidegate.exchange.FailureException that names the member and the rule
   */
  public static KeyScope read(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return KeyScope.ALL;
    }
    JsonMembers fields = JsonMembers.of(json, "scope.", MEMBERS);
    return new KeyScope(
        fields.list("models", ModelPattern::new),
        fields.list("operations", JsonMembers.oneOf(ScopeNames.OPERATIONS)),
        fields.list("dialects", JsonMembers.oneOf(ScopeNames.DIALECTS)),
        fields.read("priority", fields.text("priority", Priority.HIGH.label()), Priority::parse),
        fields.flag("privateOnly", false),
        fields.list("networks", KeyNetwork::parse));
  }

  /** The same as JSON. */
  public static ObjectNode write(KeyScope scope) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "models", scope.models().stream().map(ModelPattern::text).toList());
    put(json, "operations", scope.operations());
    put(json, "dialects", scope.dialects());
    json.put("priority", scope.priority().label());
    json.put("privateOnly", scope.privateOnly());
    put(json, "networks", scope.networks().stream().map(KeyNetwork::text).toList());
    return json;
  }

  private static void put(ObjectNode json, String member, List<String> values) {
    values.forEach(json.putArray(member)::add);
  }
}
