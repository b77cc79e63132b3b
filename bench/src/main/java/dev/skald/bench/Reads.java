package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.bench.Rig.Turn;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.StreamId;
import java.sql.Connection;
import java.util.List;
import java.util.SplittableRandom;

/** How fast the log and its streams are read, beside the same columns fetched as they are. */
final class Reads implements Scenario {

  private static final int STREAM = 1_000;
  private static final int PAGE = 2_000;
  private static final double WANTED = 200_000;
  private static final String PARSED = "metadata parsed, data left as JSON text";

  @Override
  public String name() {
    return "reads";
  }

  @Override
  public void run(Rig rig) throws Exception {
    try (Database database = rig.databases().fresh("ours");
        Skald skald = Skald.on(database, rig.payloads());
        HikariDataSource pool = database.pool(1);
        Connection connection = pool.getConnection()) {
      int streams = Math.max(1, rig.pace().readEvents() / STREAM);
      List<StreamId> ids = Filling.streams(skald, rig.payloads(), "payment", streams, STREAM);
      database.execute("VACUUM ANALYZE eventstore.events");
      SkaldAppends reader = new SkaldAppends(skald, rig.streams(1), rig.payloads(), 1);
      Report report = rig.report();
      report.checks.add(
          new Report.Check(name(), "skald", (long) streams * STREAM, reader.consumed()));

      Load<Work> bare = new Load<>((_, _) -> new RawLogRead(connection, PAGE));
      Load<Work> log = new Load<>((_, _) -> logRead(skald.store()));
      Load<Work> stream = new Load<>((number, _) -> streamRead(skald.store(), ids, number));
      List<Measured> measured =
          rig.inTurns(
              List.of(
                  new Turn(bare, 1), new Turn(log, 1), new Turn(stream, 1), new Turn(stream, 16)));
      report.add(name(), "raw log, page of 2000", measured.get(0), "nothing parsed");
      report.add(name(), "log, page of 2000", measured.get(1), PARSED);
      report.add(name(), "stream of 1000", measured.get(2), PARSED);
      report.add(name(), "stream of 1000", measured.get(3), PARSED);
      report.atLeast(
          WANTED,
          measured.get(1).eventsPerSecond(),
          " events/s",
          "log read by one reader",
          "fetching the same columns bare reaches %,.0f"
              .formatted(measured.get(0).eventsPerSecond()));
    }
  }

  /** From the beginning to the head, and again. */
  private static Work.Caller logRead(PostgresEventStore store) {
    long[] position = {0};
    return () -> {
      LogPage page = store.readLog(position[0], LogFilter.ALL, PAGE);
      position[0] = page.events().size() < PAGE ? 0 : page.position();
      return page.events().size();
    };
  }

  private static Work.Caller streamRead(PostgresEventStore store, List<StreamId> ids, int number) {
    SplittableRandom random = new SplittableRandom(number);
    return () -> store.readStream(ids.get(random.nextInt(ids.size())), 0, STREAM).size();
  }
}
