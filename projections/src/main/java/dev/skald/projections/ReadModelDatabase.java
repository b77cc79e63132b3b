package dev.skald.projections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Where the read models are: in the application's database, or in one of their own. */
public final class ReadModelDatabase implements AutoCloseable {

  private static final int LONGEST_QUERY_SECONDS = 10;

  /** A server that has gone silent does not hear either that a query is to end. */
  private static final int LONGEST_SILENCE_MILLIS = 15_000;

  private final DataSource dataSource;
  private final boolean own;
  private @Nullable HikariDataSource folding;

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
    config.setSchema(ReadModelSchema.NAME);
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

  /**
   * For whoever folds: unqualified names mean the read models from the start. Where a transaction
   * changes what they mean, the driver forgets all that its connection has prepared, and again at
   * the end; so the application's own connections are spared that, and as many as it may have are
   * opened apart.
   */
  public synchronized DataSource folding() {
    HikariDataSource applications =
        own
            ? null
            : DataSourceUnwrapper.unwrap(
                dataSource, HikariConfigMXBean.class, HikariDataSource.class);
    if (applications == null) {
      return dataSource;
    }
    if (folding == null) {
      HikariConfig config = new HikariConfig();
      applications.copyStateTo(config);
      config.setPoolName("folding");
      config.setSchema(ReadModelSchema.NAME);
      config.setMinimumIdle(1);
      config.setInitializationFailTimeout(-1);
      folding = new HikariDataSource(config);
    }
    return folding;
  }

  /** For queries, none of which goes on for longer than anybody waits. */
  public JdbcClient jdbc() {
    JdbcTemplate template = new JdbcTemplate(new NotForEver(dataSource));
    template.setQueryTimeout(LONGEST_QUERY_SECONDS);
    return JdbcClient.create(template);
  }

  /** The pool undoes it when it gets the connection back. */
  private static final class NotForEver extends DelegatingDataSource {

    NotForEver(DataSource pool) {
      super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setNetworkTimeout(Runnable::run, LONGEST_SILENCE_MILLIS);
      return connection;
    }
  }

  @Override
  public synchronized void close() {
    if (folding != null) {
      folding.close();
    }
    if (own && dataSource instanceof HikariDataSource pool) {
      pool.close();
    }
  }
}
