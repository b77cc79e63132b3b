package dev.skald.workflows.determinism;

import java.util.HashMap;
import java.util.Map;

/** What is known of the values in fields, parameters and results of our own methods. */
final class Facts {

  private final Map<String, Kind> known = new HashMap<>();
  private boolean changed;

  Kind field(String owner, String field) {
    return get(owner + "." + field);
  }

  void field(String owner, String field, Kind kind) {
    learn(owner + "." + field, kind);
  }

  /** The receiver counts as the first, where there is one. */
  Kind parameter(Method method, int index) {
    return get(method.key() + "#" + index);
  }

  void parameter(Method method, int index, Kind kind) {
    learn(method.key() + "#" + index, kind);
  }

  Kind result(Method method) {
    return get(method.key() + "#result");
  }

  void result(Method method, Kind kind) {
    learn(method.key() + "#result", kind);
  }

  /** Whether anything was learned since this was last asked. */
  boolean haveChanged() {
    boolean result = changed;
    changed = false;
    return result;
  }

  private Kind get(String what) {
    return known.getOrDefault(what, Kind.UNKNOWN);
  }

  private void learn(String what, Kind kind) {
    if (kind != Kind.UNKNOWN && get(what) == Kind.UNKNOWN) {
      known.put(what, kind);
      changed = true;
    }
  }
}
