package dev.skald.projections;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A piece of a list, and where the next one begins. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  public Page {
    items = List.copyOf(items);
  }

  /** Of rows read one beyond the limit, which tells whether there are more. */
  public static <T> Page<T> of(List<T> rows, int limit, ToLongFunction<T> position) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, Cursor.after(position.applyAsLong(items.getLast())));
  }

  /** The same, of a list that is sorted by something else than positions. */
  public static <T> Page<T> ranked(List<T> rows, int limit, Function<T, Rank> rank) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, rank.apply(items.getLast()).cursor());
  }
}
