package dev.skald.projections.engine;

import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The database of the read models, and the ways to talk to it. */
record Database(
    JdbcClient client, NamedParameterJdbcTemplate template, TransactionTemplate transaction) {

  static Database of(DataSource dataSource) {
    var template = new NamedParameterJdbcTemplate(dataSource);
    var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new Database(JdbcClient.create(template), template, transaction);
  }
}
