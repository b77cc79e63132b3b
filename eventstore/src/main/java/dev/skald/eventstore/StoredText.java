package dev.skald.eventstore;

import java.util.function.Supplier;

/** Postgres stores every text but these: a NUL, and half of a surrogate pair. */
final class StoredText {

  private StoredText() {}

  /** The name is asked for only if there is something to be said about it. */
  static void check(Supplier<String> what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new InvalidAppend("%s has a NUL at character %d".formatted(what.get(), i));
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new InvalidAppend(
              "%s has half a surrogate pair at character %d".formatted(what.get(), i));
        }
        i++;
      }
    }
  }
}
