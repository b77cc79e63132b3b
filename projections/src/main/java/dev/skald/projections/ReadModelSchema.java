package dev.skald.projections;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables of the read models up to date. */
public final class ReadModelSchema {

  public static final String NAME = "readmodels";

  private ReadModelSchema() {}

  /** May be called by several programs at once; the others wait for the first. */
  public static void migrate(DataSource dataSource) {
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/readmodels")
        .schemas(NAME)
        .table("schema_history")
        .load()
        .migrate();
  }
}
