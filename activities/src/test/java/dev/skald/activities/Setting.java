package dev.skald.activities;

import java.util.Map;

/** A world of its own for one run of a saga, in which it can be done. */
interface Setting {

  /** What the saga is started with. */
  Record request();

  /** What the saga is there to change, as it is now. */
  Map<String, Object> world();

  /** The same once the saga is done. */
  Map<String, Object> done();

  /**
   * The same once the saga is done another way.
   *
   * @param savepoint where that begins
   * @param code what the first way was given up for
   */
  default Map<String, Object> otherwise(String savepoint, String code) {
    return done();
  }

  /** What comes with the events that the saga waits for, by their types. */
  default Map<String, Map<String, Object>> events() {
    return Map.of();
  }
}
