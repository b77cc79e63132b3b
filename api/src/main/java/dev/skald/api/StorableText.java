package dev.skald.api;

/** Text as Postgres and UTF-8 can keep it: without NUL, and without half of a surrogate pair. */
final class StorableText {

  static final String WHAT_IS_WRONG = "has a character that can't be kept: U+0000 or half a pair";

  private StorableText() {}

  static boolean is(String text) {
    return text.codePoints()
        .allMatch(
            point ->
                point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE));
  }
}
