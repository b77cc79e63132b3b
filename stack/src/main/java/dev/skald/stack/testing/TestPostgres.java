package dev.skald.stack.testing;

import dev.skald.stack.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A durable Postgres that the tests of a build share, each with databases of its own. */
public record TestPostgres(int port, String superuserPassword, String password) {

  static final String OWNER = "skald_test";

  /** A fresh, empty database. Its owner is no superuser, as in production. */
  public TestDatabase newDatabase() {
    return newDatabase("template1");
  }

  TestDatabase copyOf(TestDatabase template) {
    return newDatabase(template.name());
  }

  private TestDatabase newDatabase(String template) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    TestDatabase postgres =
        new TestDatabase(url("postgres"), EmbeddedPostgres.SUPERUSER, superuserPassword);
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE %s OWNER %s TEMPLATE %s".formatted(name, OWNER, template));
    } catch (SQLException e) {
      throw new IllegalStateException("No test database could be made", e);
    }
    return new TestDatabase(url(name), OWNER, password);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }
}
