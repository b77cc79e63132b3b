package dev.skald.activities.content;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Work that is done when it is first asked for, and answered again whenever it is asked again. */
final class Once<T, R> {

  private final Function<T, R> work;
  private @Nullable R result;

  Once(Function<T, R> work) {
    this.work = work;
  }

  R of(T subject) {
    R done = result;
    if (done == null) {
      done = work.apply(subject);
      result = done;
    }
    return done;
  }
}
