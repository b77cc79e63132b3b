package dev.skald.activities;

import dev.skald.activities.Foretold.GoneBack;
import java.util.List;
import java.util.Map;

/** A world of its own for one run of a saga, in which it can be done. */
interface Setting {

  /** What the saga is started with. */
  Record request();

  /** What the saga is there to change, as it is now. */
  Map<String, Object> world();

  /**
   * The same once the saga is done.
   *
   * @param goneBack the savepoints from which it went another way, in order, and why; none, most
   *     often
   */
  Map<String, Object> done(List<GoneBack> goneBack);

  /** What comes with the events that the saga waits for, by their types. */
  default Map<String, Map<String, Object>> events() {
    return Map.of();
  }
}
