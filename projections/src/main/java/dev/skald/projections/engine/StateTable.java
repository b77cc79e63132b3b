package dev.skald.projections.engine;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table with one row for each stream. Table names are written without a schema, since the same
 * code also fills the tables that are built beside those in use.
 */
public interface StateTable<S, E> {

  /** The states of these streams, by id; those without a row are left out. */
  Map<String, S> load(Collection<String> ids, JdbcClient jdbc);

  /** The state after one more event; there is none before the first. */
  S evolve(@Nullable S state, Fact<E> fact);

  void store(S state, Rows rows);
}
