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
}
