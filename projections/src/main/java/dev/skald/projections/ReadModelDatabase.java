package dev.skald.projections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the read models are: in the application's database, or in one of their own. */
public final class ReadModelDatabase implements AutoCloseable {

  private static final int LONGEST_QUERY_SECONDS = 10;

  private final DataSource dataSource;
  private final boolean own;

  private ReadModelDatabase(DataSource dataSource, boolean own) {
    this.dataSource = dataSource;
    this.own = own;
  }

  public static ReadModelDatabase of(DataSource applications) {
    return new ReadModelDatabase(applications, false);
  }

  static ReadModelDatabase own(ReadModelProperties properties) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("read-models");
    config.setJdbcUrl(properties.url());
    config.setUsername(properties.username());
    config.setPassword(properties.password());
    config.setMaximumPoolSize(properties.maxPoolSize());
    // The pool opens even while the database is away; whoever asks is told, and asks again.
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(5_000);
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return new ReadModelDatabase(new HikariDataSource(config), true);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /** For queries, none of which goes on for longer than anybody waits. */
  public JdbcClient jdbc() {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(LONGEST_QUERY_SECONDS);
    return JdbcClient.create(template);
  }

  @Override
  public void close() {
    if (own && dataSource instanceof HikariDataSource pool) {
      pool.close();
    }
  }
}
