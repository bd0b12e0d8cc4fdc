package io.tidegate.registry;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.StorableText;

/**
 * A value of the registry.
 *
 * @param kind what it is one of, at most 40 characters
 * @param name which one of these it is, at most {@value #LONGEST_NAME} characters
 * @param version the registry's version since it was written last; another one after each change
 * @param content its JSON text, at most {@value #LONGEST} characters; never a secret in the clear
 */
public record RegistryEntry(String kind, String name, long version, String content) {

  /** The most characters of a content. */
  public static final int LONGEST = 16_000;

  private static final int LONGEST_KIND = 40;

  /** The most characters of a name. */
  public static final int LONGEST_NAME = 120;

  public RegistryEntry {
    check("kind", requireNonNull(kind, "kind"), LONGEST_KIND);
    check("name", requireNonNull(name, "name"), LONGEST_NAME);
    check("content", requireNonNull(content, "content"), LONGEST);
  }

  /** Whether an entry may be called {@code name}: it is short enough, and can be stored. */
  public static boolean isName(String name) {
    return name.length() <= LONGEST_NAME && StorableText.isStorable(name);
  }

  private static void check(String field, String value, int most) {
    if (value.length() > most) {
      throw new IllegalArgumentException(field + " must have at most " + most + " characters");
    }
  }
}
