package io.tidegate.tenants.keys;

import java.util.regex.Pattern;

/**
 * Names of models: each {@code *} stands for any characters, all else for itself.
 *
 * @param text 1 to 200 characters
 */
public record ModelPattern(String text) {

  private static final Pattern FORM = Pattern.compile("[!-~]{1,200}");

  public ModelPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be names of models like deepseek-*, of 1 to 200 characters without spaces");
    }
  }

  /**
   * Whether {@code model} is one of them; in time of the product of both lengths at most (the
   * greedy matching of one character class at a time, without a regular expression).
   */
  public boolean matches(String model) {
    int at = 0;
    int of = 0;
    int star = -1;
    int again = 0;
    while (at < model.length()) {
      if (of < text.length() && text.charAt(of) == '*') {
        star = of++;
        again = at;
      } else if (of < text.length() && text.charAt(of) == model.charAt(at)) {
        of++;
        at++;
      } else if (star >= 0) {
        of = star + 1;
        again++;
        at = again;
      } else {
        return false;
      }
    }
    while (of < text.length() && text.charAt(of) == '*') {
      of++;
    }
    return of == text.length();
  }
}
