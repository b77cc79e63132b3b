package dev.skald.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Money between any two accounts; where it is to be undone, to one that is frozen, which the pivot
 * finds out.
 */
record SkaldTransfers(int accounts) implements SkaldStory {

  private static final long BALANCE = 1_000_000;

  @Override
  public String type() {
    return "account-transfer";
  }

  @Override
  public void prepare(SkaldRest skald) throws Exception {
    SkaldRest.prepare(accounts, number -> () -> open(skald, number));
  }

  private static void open(SkaldRest skald, int number) throws IOException, InterruptedException {
    for (String account : List.of(account(number), frozen(number))) {
      skald.post(
          201,
          "/accounts",
          """
          {"accountId":"%s","owner":"Bench","openingBalance":{"amount":"%d.00","currency":"EUR"}}\
          """
              .formatted(account, BALANCE));
    }
    skald.post(200, "/accounts/%s/freeze".formatted(frozen(number)), "{\"reason\":\"bench\"}");
  }

  private static String account(int number) {
    return "account" + number;
  }

  private static String frozen(int number) {
    return "frozen" + number;
  }

  @Override
  public String request(Ending ending, SplittableRandom random) {
    int source = random.nextInt(accounts);
    int other = (source + 1 + random.nextInt(accounts - 1)) % accounts;
    return """
    {"sourceAccountId":"%s","targetAccountId":"%s","reference":"bench",\
    "amount":{"amount":"%s","currency":"EUR"}}\
    """
        .formatted(
            account(source),
            ending == Ending.DONE ? account(other) : frozen(other),
            BigDecimal.valueOf(random.nextLong(100, 1_000), 2));
  }

  /** All that was opened with, and all that is there, in cents. */
  @Override
  public List<Report.Check> checks(String who, Database database) throws SQLException {
    long there =
        database.number("SELECT CAST(sum(balance) * 100 AS bigint) FROM readmodels.account");
    return List.of(new Report.Check("cents", who, BALANCE * 100 * accounts * 2, there));
  }
}
