package io.tidegate.audit;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StorableText;

/**
 * What somebody did by administration; no secrets. Texts that are too long are cut.
 *
 * @param at when it ended, in epoch milliseconds
 * @param who who did it
 * @param what what was asked
 * @param status the HTTP status of the answer; refused acts are acts, too
 * @param before how it was before, as JSON, or null where nobody said
 * @param after how it is since, as JSON, or null where nobody said
 */
public record AuditAct(long at, Who who, What what, int status, String before, String after) {

  private static final int LONGEST_STATE = 8_000;
  private static final String TOO_LONG = "{\"omitted\":\"too long\"}";

  /** Who did it, in which role, and from which address. */
  public record Who(String actor, String role, String address) {

    public Who {
      actor = text(actor, 200);
      role = text(role, 20);
      address = text(address, 60);
    }
  }

  /** The operation's id, and the request: method, path with its query, id. */
  public record What(String operation, String method, String path, String request) {

    public What {
      operation = text(operation, 80);
      method = text(method, 10);
      path = text(path, 400);
      request = text(request, 120);
    }
  }

  public AuditAct {
    requireNonNull(who, "who");
    requireNonNull(what, "what");
    before = state(before);
    after = state(after);
  }

  private static String text(String text, int most) {
    return StorableText.of(requireNonNull(text), most);
  }

  private static String state(String json) {
    return json != null && json.length() > LONGEST_STATE
        ? TOO_LONG
        : StorableText.of(json, LONGEST_STATE);
  }
}
