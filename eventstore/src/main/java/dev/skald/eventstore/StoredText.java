package dev.skald.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;

/** Postgres stores every text but these: a NUL, and half of a surrogate pair. */
final class StoredText {

  private StoredText() {}

  /** In UTF-8; at most so many where it is plain that they are fewer than what matters. */
  static long bytes(String text, long matters) {
    long most = text.length() * 3L;
    return most < matters ? most : text.getBytes(UTF_8).length;
  }

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
