package io.tidegate.exchange;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which version of Anthropic's API a client speaks, and what of it that is not in general use: what
 * its headers {@code anthropic-version} and {@code anthropic-beta} say, which nodes are told.
 *
 * @param version the version, or null if none is named
 * @param betas the names of what is not in general use, sorted, each once
 */
public record ApiFeatures(String version, List<String> betas) {

  /** Nothing was said. */
  public static final ApiFeatures NONE = new ApiFeatures(null, List.of());

  /** The header that tells the version. */
  public static final String VERSION = "anthropic-version";

  /** The header that tells the rest. */
  public static final String BETA = "anthropic-beta";

  /** The version that is told to nodes where the client names none. */
  private static final String USUAL = "2023-06-01";

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,128}");
  private static final int MOST = 64;

  public ApiFeatures {
    betas = List.copyOf(betas);
  }

  /**
   * What the headers say.
   *
   * @param version the header of the version, or null
   * @param betas the lines of the other one
   * @throws IllegalArgumentException with the rule that is broken
   */
  public static ApiFeatures of(String version, Iterable<String> betas) {
    TreeSet<String> names = new TreeSet<>();
    for (String line : betas) {
      for (String name : line.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(checked(name.strip()));
        }
      }
    }
    if (names.size() > MOST) {
      throw new IllegalArgumentException("must have at most " + MOST + " names");
    }
    String known = version == null || version.isBlank() ? null : checked(version.strip());
    return known == null && names.isEmpty() ? NONE : new ApiFeatures(known, List.copyOf(names));
  }

  /** The version that a node is told. */
  public String versionForNode() {
    return version == null ? USUAL : version;
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("must have names of 1 to 128 printable characters");
    }
    return name;
  }
}
