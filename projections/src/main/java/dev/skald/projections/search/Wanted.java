package dev.skald.projections.search;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for; what is null excludes nothing.
 *
 * @param from begun then or later
 * @param to begun before then
 */
public record Wanted(
    String q, Set<Kind> in, @Nullable String status, @Nullable Instant from, @Nullable Instant to) {

  public static final int MAX_LENGTH = 200;
  public static final int MAX_WORDS = 10;

  public Wanted {
    in = in.isEmpty() ? EnumSet.allOf(Kind.class) : Set.copyOf(in);
    words(q);
  }

  public static Wanted of(String q, Kind... in) {
    return new Wanted(q, Set.of(in), null, null, null);
  }

  /** The same for the same search, in every program. */
  int fingerprint() {
    return List.of(
            q, in.stream().sorted().map(Kind::text).toList(), text(status), text(from), text(to))
        .hashCode();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** As an id might be written; the database takes no text with a zero in it. */
  String whole() {
    return q.replace("\0", "").strip().toLowerCase(Locale.ROOT);
  }

  List<String> words() {
    return words(q);
  }

  static List<String> words(String q) {
    if (q.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "is %d characters long, but at most %d are searched for"
              .formatted(q.length(), MAX_LENGTH));
    }
    List<String> words = Word.texts(q).stream().distinct().toList();
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' must have at least one word: letters or digits".formatted(q));
    }
    if (words.size() > MAX_WORDS) {
      throw new IllegalArgumentException(
          "has %d words, but at most %d are searched for".formatted(words.size(), MAX_WORDS));
    }
    return words;
  }
}
