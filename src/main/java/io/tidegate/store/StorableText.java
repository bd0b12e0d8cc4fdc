package io.tidegate.store;

/**
 * Makes text of others fit into a column. What a node or a client said must not keep a row from
 * being written: PostgreSQL takes no NUL, and no half of a surrogate pair can be encoded.
 */
public final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /**
   * The first {@code most} characters of {@code text} at most, and U+FFFD for each that cannot be
   * stored; null stays null.
   */
  public static String of(String text, int most) {
    if (text == null || (text.length() <= most && isStorable(text))) {
      return text;
    }
    StringBuilder good = new StringBuilder(Math.min(text.length(), most));
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int point = text.codePointAt(at);
      int storable = isStorable(point) ? point : REPLACEMENT;
      if (good.length() + Character.charCount(storable) > most) {
        break;
      }
      good.appendCodePoint(storable);
    }
    return good.toString();
  }

  /** Whether {@code text} holds nothing that cannot be stored. */
  public static boolean isStorable(String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      if (!isStorable(text.codePointAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStorable(int point) {
    return point != 0 && !(Character.isBmpCodePoint(point) && Character.isSurrogate((char) point));
  }
}
