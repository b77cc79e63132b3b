package dev.skald.domain;

/** The form of every text that a caller may write. */
public final class Texts {

  private Texts() {}

  /** Something that can be shown on a line, stored and sent. */
  public static void check(String what, String value, int maxLength) {
    if (value.isBlank() || value.length() > maxLength) {
      throw new IllegalArgumentException(
          "%s must have 1 to %d characters, not be blank".formatted(what, maxLength));
    }
    if (!value.codePoints().allMatch(Texts::isPrintable)) {
      throw new IllegalArgumentException("%s has characters that can't be shown".formatted(what));
    }
  }

  private static boolean isPrintable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE
        && Character.isDefined(codePoint);
  }
}
