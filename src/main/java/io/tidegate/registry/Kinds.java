package io.tidegate.registry;

/** What the registry holds. */
public final class Kinds {

  /** Tenants that were made while servers ran. */
  public static final String TENANT = "tenant";

  /** API keys that were. */
  public static final String KEY = "key";

  /** Limits that were set for tenants, keys and models. */
  public static final String QUOTA = "quota";

  private Kinds() {}
}
