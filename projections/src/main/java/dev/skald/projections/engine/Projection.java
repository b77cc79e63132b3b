package dev.skald.projections.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A way of reading the log: which events go into which tables, and how. */
public interface Projection {

  /** Lower case letters, digits and underscores: it names tables, a consumer group and metrics. */
  String name();

  /** Raised whenever the rows would come out differently; the tables are then built anew. */
  int version();

  /** The tables it fills, without a schema; no other projection writes to them. */
  List<String> tables();

  List<Source<?>> sources();

  default Set<String> categories() {
    return sources().stream().map(Source::category).collect(Collectors.toUnmodifiableSet());
  }
}
