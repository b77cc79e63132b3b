package dev.skald.activities;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done when it is first asked for, and answered again whenever it is asked again. Made
 * outside of a decision and asked for in it, it is done once a try, however often that is decided.
 */
public final class Once<T, R> {

  private final Function<T, R> work;
  private @Nullable R result;

  public Once(Function<T, R> work) {
    this.work = work;
  }

  public R of(T subject) {
    R done = result;
    if (done == null) {
      done = work.apply(subject);
      result = done;
    }
    return done;
  }
}
