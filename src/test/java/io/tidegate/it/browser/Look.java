package io.tidegate.it.browser;

/**
 * How somebody has set up their browser.
 *
 * @param dark whether they like pages dark
 * @param language the language they read
 * @param width how wide the page is, in pixels
 */
public record Look(boolean dark, String language, int width) {

  /** A desk by day, in English. */
  public static final Look DESK = new Look(false, "en", 1280);

  /** The same at night. */
  public Look atNight() {
    return new Look(true, language, width);
  }

  /** The same in another language. */
  public Look in(String other) {
    return new Look(dark, other, width);
  }

  /** The same on a phone. */
  public Look onAPhone() {
    return new Look(dark, language, 390);
  }
}
