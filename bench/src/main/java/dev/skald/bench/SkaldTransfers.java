package dev.skald.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Skald's account-transfer over REST, from the request until all read models show its end. */
final class SkaldTransfers implements SagaRunner {

  private static final long BALANCE = 1_000_000;
  private static final int OPENERS = 8;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String JSON_TYPE = "application/json";

  private final String name;
  private final SkaldApp app;
  private final SkaldApp.Running running;
  private final HttpCalls http;
  private final ReadModelWatch readModels;
  private final int accounts;

  private SkaldTransfers(String name, SkaldApp app, SkaldApp.Running running, int accounts)
      throws SQLException {
    this.name = name;
    this.app = app;
    this.running = running;
    this.accounts = accounts;
    this.http = new HttpCalls(running.port());
    this.readModels = new ReadModelWatch(app.database());
  }

  static SkaldTransfers on(String name, SkaldApp app, SkaldApp.Running running, int accounts)
      throws Exception {
    SkaldTransfers transfers = new SkaldTransfers(name, app, running, accounts);
    try (ExecutorService openers = Executors.newFixedThreadPool(OPENERS)) {
      List<Future<?>> opened =
          IntStream.range(0, accounts)
              .<Future<?>>mapToObj(
                  i ->
                      openers.submit(
                          () -> {
                            transfers.open(i);
                            return null;
                          }))
              .toList();
      for (Future<?> each : opened) {
        each.get();
      }
    }
    return transfers;
  }

  /** Each account that money is taken from has a frozen one beside it. */
  private void open(int number) throws IOException, InterruptedException {
    for (String account : List.of(account(number), frozen(number))) {
      String body =
          """
          {"accountId":"%s","owner":"Bench","openingBalance":{"amount":"%d.00","currency":"EUR"}}\
          """
              .formatted(account, BALANCE);
      http.post(201, "/api/v1/accounts", body, Map.of("Content-Type", JSON_TYPE));
    }
    http.post(
        200,
        "/api/v1/accounts/%s/freeze".formatted(frozen(number)),
        "{\"reason\":\"bench\"}",
        Map.of("Content-Type", JSON_TYPE));
  }

  private static String account(int number) {
    return "account" + number;
  }

  private static String frozen(int number) {
    return "frozen" + number;
  }

  @Override
  public String id() {
    return app.id();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String guarantee() {
    return "durable; a step and an undo exactly once, with their events; undone whatever happens, "
        + "or in front of an operator; events in Kafka; read models caught up";
  }

  @Override
  public void run(String saga, Ending ending, SplittableRandom random)
      throws IOException, InterruptedException, SQLException {
    int source = random.nextInt(accounts);
    int other = (source + 1 + random.nextInt(accounts - 1)) % accounts;
    String target = ending == Ending.DONE ? account(other) : frozen(other);
    String body =
        """
        {"sourceAccountId":"%s","targetAccountId":"%s","reference":"bench",\
        "amount":{"amount":"%s","currency":"EUR"}}\
        """
            .formatted(account(source), target, BigDecimal.valueOf(random.nextLong(100, 1_000), 2));
    String answer =
        http.post(
            200,
            "/api/v1/sagas/account-transfer",
            body,
            Map.of("Content-Type", JSON_TYPE, "Idempotency-Key", saga, "Prefer", "wait=30"));
    JsonNode ended = JSON.readTree(answer);
    if (!ended.path("status").asString("").equals(status(ending))) {
      throw new IOException("%s has not ended as asked: %s".formatted(saga, answer));
    }
    readModels.await(ended.path("position").asLong(Long.MAX_VALUE));
  }

  private static String status(Ending ending) {
    return switch (ending) {
      case DONE -> "COMPLETED";
      case UNDONE -> "COMPENSATED";
    };
  }

  @Override
  public OptionalLong recorded(Ending ending) throws SQLException {
    return OptionalLong.of(
        app.database()
            .number(
                "SELECT count(*) FROM readmodels.saga WHERE status = '%s'"
                    .formatted(status(ending))));
  }

  /** All that was opened with, and all that is there. */
  Report.Check money(String scenario) throws SQLException {
    long there =
        app.database().number("SELECT CAST(sum(balance) * 100 AS bigint) FROM readmodels.account");
    return new Report.Check(scenario, name + ", cents", BALANCE * 100 * accounts * 2, there);
  }

  @Override
  public void close() {
    readModels.close();
    http.close();
    running.close();
  }
}
