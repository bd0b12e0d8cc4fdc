package io.tidegate.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The Levenshtein distance, for finding the key that was meant. */
public final class EditDistance {

  private EditDistance() {}

  /** The candidate nearest to {@code text}, if any is within a third of its length. */
  public static Optional<String> nearest(String text, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> between(text, candidate)))
        .filter(candidate -> between(text, candidate) <= Math.max(2, text.length() / 3));
  }

  static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
