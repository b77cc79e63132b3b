package dev.skald.projections.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The sets of tables of a projection: in use, being built, and kept from before. A set is moved as
 * a whole by giving its tables another schema, which readers see at once or not at all.
 *
 * <p>SQL cannot take a table's name as a parameter; the names come from projections alone.
 */
final class TableSets {

  static final String IN_USE = "readmodels";
  static final String BUILDING = "readmodels_building";
  static final String PREVIOUS = "readmodels_previous";

  record Checksum(long rows, java.math.BigDecimal sum) {}

  private final Database database;
  private final List<String> tables;

  TableSets(Database database, Projection projection) {
    this(database, projection, projection.tables());
  }

  private TableSets(Database database, Projection projection, List<String> filled) {
    this.database = database;
    this.tables = new ArrayList<>(filled);
    this.tables.add(StreamVersions.table(projection));
  }

  /** Those that the last swap moved: the build that did it may have known others than this one. */
  static TableSets lastSwapped(Database database, Projection projection) {
    List<String> swapped =
        database
            .client()
            .sql(
                """
                select table_name from readmodels.swap
                 where projection = :projection
                   and generation = (select max(generation) from readmodels.swap
                                      where projection = :projection)
                """)
            .param("projection", projection.name())
            .query((row, _) -> row.getString(1))
            .list();
    return new TableSets(database, projection, swapped);
  }

  /** Unqualified names mean this schema until the end of the transaction. */
  static void use(Database database, String schema) {
    database
        .client()
        .sql("select set_config('search_path', :schema, true)")
        .param("schema", schema)
        .query((_, _) -> 0)
        .single();
  }

  /** Empty tables like those in use, with their indexes and constraints. */
  void create() {
    drop(BUILDING);
    for (String table : tables) {
      run(
          "create table %s.%s (like %s.%s including all)"
              .formatted(BUILDING, table, IN_USE, table));
      options(table)
          .forEach(option -> run("alter table %s.%s set (%s)".formatted(BUILDING, table, option)));
    }
  }

  void drop(String schema) {
    tables.forEach(table -> run("drop table if exists %s.%s".formatted(schema, table)));
  }

  /** What was built comes into use; what was in use is kept. */
  void swapIn() {
    drop(PREVIOUS);
    move(IN_USE, PREVIOUS);
    move(BUILDING, IN_USE);
  }

  /** What was kept comes into use again; what was in use is kept instead. */
  void swapBack() {
    drop(BUILDING);
    move(IN_USE, BUILDING);
    move(PREVIOUS, IN_USE);
    move(BUILDING, PREVIOUS);
  }

  /**
   * Whether these tables may come into use: a migration that came after they were made has changed
   * only those in use.
   */
  boolean fitForUse(String schema) {
    return columns(schema).equals(columns(IN_USE));
  }

  Checksum checksum(String schema, String table) {
    return database
        .client()
        .sql(
            """
            select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum
              from %s.%s as t
            """
                .formatted(schema, table))
        .query((row, _) -> new Checksum(row.getLong("rows"), row.getBigDecimal("sum")))
        .single();
  }

  private void move(String from, String to) {
    // Rather later than in the way of everybody behind a reader that takes its time.
    run("set local lock_timeout = '3s'");
    tables.forEach(
        table -> run("alter table if exists %s.%s set schema %s".formatted(from, table, to)));
  }

  private Set<String> columns(String schema) {
    return database
        .client()
        .sql(
            """
            select format('%s.%s %s %s %s', t.relname, c.attname,
                          format_type(c.atttypid, c.atttypmod), c.attnotnull,
                          pg_get_expr(d.adbin, d.adrelid))
              from pg_class t
              join pg_namespace n on n.oid = t.relnamespace
              join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
              left join pg_attrdef d on d.adrelid = t.oid and d.adnum = c.attnum
             where n.nspname = :schema and t.relname = any(:tables)
            """)
        .param("schema", schema)
        .param("tables", tables.toArray(String[]::new))
        .query((row, _) -> row.getString(1))
        .set();
  }

  private List<String> options(String table) {
    return database
        .client()
        .sql(
            """
            select unnest(reloptions) from pg_class
             where oid = cast(:table as regclass) and reloptions is not null
            """)
        .param("table", IN_USE + "." + table)
        .query((row, _) -> row.getString(1))
        .list();
  }

  private void run(String ddl) {
    database.client().sql(ddl).update();
  }
}
