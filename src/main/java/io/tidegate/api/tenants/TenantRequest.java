package io.tidegate.api.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.TenantRecord;
import io.tidegate.tenants.keys.JsonMembers;
import java.util.List;

/**
 * A tenant as an administrator wants it.
 *
 * @param tenant who it is, and on what terms it asks
 * @param description what is said of it
 */
record TenantRequest(Tenant tenant, String description) {

  private static final List<String> NEW = List.of("name", "priority", "privateOnly", "description");
  private static final List<String> CHANGE = List.of("priority", "privateOnly", "description");
  private static final int LONGEST = 200;

  /**
   * The new tenant that {@code json} describes.
   *
   * @throws io.tidegate.exchange.FailureException that names the member and the rule
   */
  static TenantRequest read(JsonNode json) {
    JsonMembers fields = JsonMembers.of(json, "", NEW);
    String name = fields.text("name", null);
    if (name == null) {
      throw Failure.missing("name").asException();
    }
    TenantId id = fields.read("name", name, TenantRequest::id);
    return read(fields, new Tenant(id, Priority.NORMAL, false), "");
  }

  /** What {@code json} makes of the tenant that is {@code now}, as {@link #read}. */
  static TenantRecord change(TenantRecord now, JsonNode json) {
    TenantRequest asked = read(JsonMembers.of(json, "", CHANGE), now.tenant(), now.description());
    return new TenantRecord(asked.tenant(), asked.description(), now.made());
  }

  private static TenantRequest read(JsonMembers fields, Tenant usual, String said) {
    Priority priority =
        fields.read("priority", fields.text("priority", usual.priority().label()), Priority::parse);
    boolean pinned = fields.flag("privateOnly", usual.pinned());
    return new TenantRequest(
        new Tenant(usual.id(), priority, pinned), line(fields, "description", said));
  }

  /** The text {@code member} of one line. */
  static String line(JsonMembers fields, String member, String usual) {
    String text = fields.text(member, usual);
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw fields.broken(member, "must be one line of at most " + LONGEST + " characters");
    }
    return text;
  }

  private static TenantId id(String name) {
    try {
      return new TenantId(name);
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException(
          "must be 1 to 64 letters, digits, '.', '_' or '-'", broken);
    }
  }
}
