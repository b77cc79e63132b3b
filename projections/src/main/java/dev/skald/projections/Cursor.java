package dev.skald.projections;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: before a position in the log, which never changes and which no two items
 * share. Lists go from the newest down, so that what is added meanwhile, also late and in between,
 * neither repeats an item nor hides one that is still to come.
 */
public final class Cursor {

  private static final String PREFIX = "p";

  private Cursor() {}

  static String after(long position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((PREFIX + position).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The position a list goes on behind; the given one where it begins.
   *
   * @throws IllegalArgumentException the cursor was not made here
   */
  public static long position(@Nullable String cursor, long begin) {
    if (cursor == null) {
      return begin;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.startsWith(PREFIX)) {
        return Long.parseLong(text.substring(PREFIX.length()));
      }
    } catch (IllegalArgumentException _) {
      // Said below, for all ways of being wrong.
    }
    throw new IllegalArgumentException("cursor '%s' is not one of ours".formatted(cursor));
  }
}
