package io.tidegate.logging;

/**
 * Text that others have a hand in, as it may stand in a line of the server's log: the server writes
 * what it is given as it is, so that a line's end in a name would begin a line of somebody else's.
 *
 * <p>What ends a line, drives a terminal, turns the direction of writing or is no character is
 * written as {@value #UNSAFE}, and what is too long is cut. Lines of fields are stricter: see the
 * access log. Thread-safe.
 */
public final class LogText {

  /** The longest text, in characters: names that clients give may have thousands. */
  static final int LONGEST = 300;

  /** Causes of causes that are told at most; an exception's own chain may lead in a circle. */
  private static final int DEEPEST = 10;

  private static final char UNSAFE = '_';
  private static final String CUT = "...";

  private LogText() {}

  /** What {@code value} is as text, which may be anything; "null" for null. */
  public static String of(Object value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST ? safe(text) : safe(text.substring(0, LONGEST)) + CUT;
  }

  /**
   * {@code thrown}, or in its place, where the words of it or of a cause are not safe, one that was
   * thrown at the same place and says them safely.
   */
  public static Throwable thrown(Throwable thrown) {
    return isSafe(thrown, DEEPEST) ? thrown : new Told(thrown, DEEPEST);
  }

  private static boolean isSafe(Throwable thrown, int deep) {
    if (thrown == null) {
      return true;
    }
    return deep > 0
        && thrown.getSuppressed().length == 0
        && of(thrown).equals(thrown.toString())
        && isSafe(thrown.getCause(), deep - 1);
  }

  private static String safe(String text) {
    if (text.codePoints().allMatch(LogText::isSafe)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(next -> safe.appendCodePoint(isSafe(next) ? next : UNSAFE));
    return safe.toString();
  }

  private static boolean isSafe(int next) {
    return switch (Character.getType(next)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** What was thrown, told safely. */
  private static final class Told extends Exception {

    private static final long serialVersionUID = 1L;

    Told(Throwable thrown, int deep) {
      super(LogText.of(thrown), cause(thrown.getCause(), deep - 1), false, true);
      setStackTrace(thrown.getStackTrace());
    }

    private static Throwable cause(Throwable cause, int deep) {
      return cause == null || deep == 0 ? null : new Told(cause, deep);
    }
  }
}
