package dev.skald.projections.search;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds orders, content and sagas. All that callers know of it, so that another engine can stand
 * behind it.
 */
public interface Search {

  /**
   * Those with all the words, best first; of those that are equally good, the newest first.
   *
   * @throws IllegalArgumentException the cursor was not made here, or for another search
   */
  Found search(Wanted wanted, int limit, @Nullable String cursor);

  /**
   * What may be meant by one who has typed so much: words that begin so, by the alphabet, or else
   * those most like it.
   */
  List<String> suggestions(String typed, Set<Kind> in, int limit);
}
