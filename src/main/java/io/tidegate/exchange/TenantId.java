package io.tidegate.exchange;

import java.util.regex.Pattern;

/** The name of a tenant: 1 to 64 letters, digits, dots, underscores or hyphens. */
public record TenantId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The gateway itself, which nobody else may be called. */
  public static final TenantId GATEWAY = new TenantId("tidegate.itself");

  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "tenant name must be 1 to 64 letters, digits, '.', '_' or '-'");
    }
  }
}
