package io.tidegate.exchange;

import java.util.regex.Pattern;

/** The name of a tenant: 1 to 64 letters, digits, dots, underscores or hyphens. */
public record TenantId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public TenantId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "tenant name must be 1 to 64 letters, digits, '.', '_' or '-': " + value);
    }
  }
}
