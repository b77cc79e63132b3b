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
    // Read committed, as is the default: asking for it would cost a round trip for each batch.
    var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    // One within another is taken back alone: so a bad event is found while tables are swapped.
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    return new Database(JdbcClient.create(template), template, transaction);
  }
}
