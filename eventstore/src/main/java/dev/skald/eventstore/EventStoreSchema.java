package dev.skald.eventstore;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema {@code eventstore} in Postgres, with a migration history of its own. */
public final class EventStoreSchema {

  private EventStoreSchema() {}

  /** Brings the schema up to date. Harmless when it is, and when several do it at once. */
  public static void migrate(DataSource dataSource) {
    configure(dataSource).load().migrate();
  }

  static FluentConfiguration configure(DataSource dataSource) {
    return Flyway.configure(EventStoreSchema.class.getClassLoader())
        .dataSource(dataSource)
        .schemas("eventstore")
        .createSchemas(true)
        .table("schema_history")
        .locations("classpath:db/eventstore");
  }
}
