package dev.skald.projections.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a text: a run of letters and digits. What is searched and what is searched for are cut
 * up here alike, so that the database's own idea of words never comes between them.
 *
 * @param text in lower case, without accents
 * @param from where it begins in the text it stands in
 */
record Word(String text, int from, int to) {

  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+");
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}{3,40}");

  /** No longer than an index takes, whatever is typed; more of a word tells no more. */
  private static final int LONGEST = 200;

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      String plain = plain(runs.group());
      if (!plain.isEmpty()) {
        words.add(new Word(plain, runs.start(), runs.end()));
      }
    }
    return words;
  }

  /** The words alone. */
  static List<String> texts(String text) {
    return of(text).stream().map(Word::text).toList();
  }

  /** Whether people might type it: a piece of an id is not worth suggesting. */
  static boolean isSpoken(String word) {
    return LETTERS.matcher(word).matches();
  }

  private static String plain(String run) {
    String apart = Normalizer.normalize(run, Normalizer.Form.NFKD);
    String plain = NEITHER_LETTER_NOR_DIGIT.matcher(apart).replaceAll("").toLowerCase(Locale.ROOT);
    return plain.codePointCount(0, plain.length()) <= LONGEST
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST));
  }
}
