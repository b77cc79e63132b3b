package dev.skald.projections.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Projections as somebody listed them, held to what no second try would mend: a program whose list
 * is wrong does not start.
 */
final class ProjectionList {

  private static final String STREAM_VERSIONS = "_stream_version";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** Beside the tables of streams' versions, what the engine itself keeps in the same schema. */
  private static final Set<String> ENGINES =
      Set.of(
          "projection",
          "generation",
          "checkpoint",
          "dead_letter",
          "set_aside",
          "rebuild",
          "swap",
          "schema_history");

  private ProjectionList() {}

  static List<Projection> checked(Collection<? extends Projection> projections) {
    Map<String, Projection> byName = new HashMap<>();
    Map<String, String> fillers = new HashMap<>();
    for (Projection projection : projections) {
      check(projection);
      if (byName.put(projection.name(), projection) != null) {
        throw new IllegalArgumentException(
            "projection '%s' is there twice: each needs a name of its own"
                .formatted(projection.name()));
      }
      projection.tables().forEach(table -> check(projection, table, fillers));
    }
    return List.copyOf(projections);
  }

  private static void check(Projection projection) {
    String name = projection.name();
    if (name.equals(DeadLetter.RELAY)) {
      throw new IllegalArgumentException(
          "projection name '%s' is taken: dead letters of the relay are shown under it"
              .formatted(name));
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "projection name '%s' must be up to 40 lower case letters, digits or underscores, a letter first"
              .formatted(name));
    }
    if (projection.version() < 1) {
      throw new IllegalArgumentException(
          "projection '%s' has version %d; versions are 1 or higher"
              .formatted(name, projection.version()));
    }
    if (projection.tables().isEmpty()) {
      throw new IllegalArgumentException("projection '%s' names no tables".formatted(name));
    }
    if (projection.sources().isEmpty()) {
      throw new IllegalArgumentException(
          "projection '%s' names no source of events".formatted(name));
    }
  }

  private static void check(Projection projection, String table, Map<String, String> fillers) {
    String what = "table '%s' of projection '%s'".formatted(table, projection.name());
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be up to 63 lower case letters, digits or underscores, a letter first,"
              + " without a schema");
    }
    if (ENGINES.contains(table) || table.endsWith(STREAM_VERSIONS)) {
      throw new IllegalArgumentException(what + " has a name that the engine needs for itself");
    }
    String other = fillers.put(table, projection.name());
    if (other != null) {
      throw new IllegalArgumentException(
          what + " is filled by projection '%s' already".formatted(other));
    }
  }
}
