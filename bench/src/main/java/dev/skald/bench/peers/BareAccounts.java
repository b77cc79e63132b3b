package dev.skald.bench.peers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The bare cost of reading an account: a controller with the SQL in it, on the same web server, the
 * same libraries and the same settings, and nothing of ours.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class BareAccounts {

  /** Money as it is written. */
  public record Amount(String amount, String currency) {}

  /** An account as it is answered. */
  public record Account(
      String accountId,
      String number,
      String owner,
      String type,
      Amount balance,
      String status,
      long version,
      Instant createdAt,
      Instant updatedAt,
      long openedPosition,
      long position) {}

  private final JdbcClient jdbc;

  BareAccounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** With what Spring is told in the API. */
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(BareAccounts.class);
    application.setDefaultProperties(
        Map.of(
            "server.address", "127.0.0.1",
            "spring.threads.virtual.enabled", "true",
            "spring.mvc.problemdetails.enabled", "true",
            "skald.event-store.migrate", "false"));
    application.run(args);
  }

  @GetMapping("/api/v1/accounts/{id}")
  ResponseEntity<Account> one(@PathVariable String id) {
    return ResponseEntity.of(
        jdbc.sql(
                """
                select account_id, number, owner, type, balance, currency, status, version, created_at,
                       updated_at, opened_position, position
                  from readmodels.account
                 where account_id = :accountId
                """)
            .param("accountId", id)
            .query((row, _) -> read(row))
            .optional());
  }

  private static Account read(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    BigDecimal balance =
        row.getBigDecimal("balance")
            .setScale(
                Currency.getInstance(currency).getDefaultFractionDigits(),
                RoundingMode.UNNECESSARY);
    return new Account(
        row.getString("account_id"),
        row.getString("number"),
        row.getString("owner"),
        row.getString("type"),
        new Amount(balance.toPlainString(), currency),
        row.getString("status"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("opened_position"),
        row.getLong("position"));
  }
}
