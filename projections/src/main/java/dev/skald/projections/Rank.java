package dev.skald.projections;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on that is sorted by a figure, and by the id among those with the same. Figures
 * change: what moves meanwhile may be met twice, or not at all, which lists by position never do.
 */
public record Rank(BigDecimal figure, String id) {

  // Postgres takes no NUL in a text.
  private static final Pattern FORM =
      Pattern.compile("r(-?\\d{1,34}(?:\\.\\d{1,10})?) ([^\\x00]{1,500})");

  String cursor() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            "r%s %s".formatted(figure.toPlainString(), id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The rank a list goes on behind; null where it begins.
   *
   * @throws IllegalArgumentException the cursor was not made here
   */
  public static @Nullable Rank of(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      Matcher form =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (form.matches()) {
        return new Rank(new BigDecimal(form.group(1)), form.group(2));
      }
    } catch (IllegalArgumentException _) {
      // Said below, for all ways of being wrong.
    }
    throw new IllegalArgumentException("cursor '%s' is not one of ours".formatted(cursor));
  }
}
