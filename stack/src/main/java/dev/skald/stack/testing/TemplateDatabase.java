package dev.skald.stack.testing;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that is filled once, and of which each test gets a copy: quicker than filling each.
 */
public final class TemplateDatabase {

  private final Consumer<DataSource> filling;
  private @Nullable TestDatabase filled;

  /**
   * Fills it when the first copy is asked for.
   *
   * @param filling leaves no connection open, since Postgres copies nothing that is in use
   */
  public TemplateDatabase(Consumer<DataSource> filling) {
    this.filling = filling;
  }

  /** A fresh database with what the template holds. */
  public synchronized TestDatabase copy() {
    TestPostgres postgres = TestServers.postgres();
    TestDatabase template = filled;
    if (template == null) {
      template = postgres.newDatabase();
      filling.accept(template.dataSource());
      filled = template;
    }
    return postgres.copyOf(template);
  }
}
