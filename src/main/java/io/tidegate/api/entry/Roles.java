package io.tidegate.api.entry;

/**
 * The roles of the server's users: each is the name of a group in its user registry.
 *
 * <p>An administrator and an operator may see and change what the gateway does, a viewer may see
 * it. What only the server's own administration can do (its console, its REST connector) is not
 * decided here.
 */
public final class Roles {

  /** May do everything. */
  public static final String ADMIN = "admin";

  /** May see and change what the gateway does. */
  public static final String OPERATOR = "operator";

  /** May see it. */
  public static final String VIEWER = "viewer";

  private Roles() {}
}
