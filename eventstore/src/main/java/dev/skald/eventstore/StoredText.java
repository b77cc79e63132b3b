package dev.skald.eventstore;

/** Postgres stores every text but these: a NUL, and half of a surrogate pair. */
final class StoredText {

  private StoredText() {}

  static void check(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new InvalidAppend("%s has a NUL at character %d".formatted(what, i));
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new InvalidAppend(
              "%s has half a surrogate pair at character %d".formatted(what, i));
        }
        i++;
      }
    }
  }
}
