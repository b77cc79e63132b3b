package dev.skald.stack.testing;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test's own, and its owner. */
public record TestDatabase(String url, String user, String password) {

  String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** Opens a connection each time. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    return source;
  }
}
