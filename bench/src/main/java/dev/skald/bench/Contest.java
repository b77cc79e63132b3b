package dev.skald.bench;

import dev.skald.bench.Rig.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who stores how many single events a second, side by side: the limit, ours and the peers, each at
 * the number in flight that suits it best.
 */
final class Contest implements Scenario {

  static final String RAW = "raw commits";
  static final String OURS = "skald";
  static final String OURS_MANY = "skald, 1000 categories";
  static final String MESSAGE_DB = "message-db, one category";
  static final String MESSAGE_DB_MANY = "message-db, 1000 categories";
  static final String AXON = "axon";
  private static final int RAW_CONNECTIONS = 32;
  private static final int MANY = 1000;

  /** A connection for each in flight: more would only queue for them. */
  private static final int MAX_CONNECTIONS = 64;

  private record Entrant(String who, Load<? extends Contender> load, int inFlight) {}

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public void run(Rig rig) throws Exception {
    List<Database> databases = new ArrayList<>();
    Rig kept = rig.with(name -> keep(databases, rig.databases().fresh(name)));
    try {
      List<Entrant> entrants = entrants(kept);
      List<Measured> measured =
          rig.inTurns(entrants.stream().map(e -> new Turn(e.load(), e.inFlight())).toList());
      Standings standings = new Standings();
      for (int i = 0; i < measured.size(); i++) {
        Entrant entrant = entrants.get(i);
        rig.report().add(name(), entrant.who(), measured.get(i), "in turns");
        standings.put(entrant.who(), measured.get(i));
        rig.settle(name(), entrant.load());
      }
      standings.judge(rig.report());
    } finally {
      databases.forEach(Database::close);
    }
  }

  private static List<Entrant> entrants(Rig rig) throws Exception {
    int most = rig.pace().ladder().getLast();
    List<Entrant> entrants = new ArrayList<>();
    RawCommits raw = rig.rawCommits(rig.withOurTables("raw"));
    entrants.add(new Entrant(RAW, new Load<>(raw), RAW_CONNECTIONS));
    entrants.add(new Entrant(OURS, new Load<>(rig.skald(fresh(rig), 1, 1)), most));
    entrants.add(new Entrant(OURS_MANY, new Load<>(rig.skald(fresh(rig), MANY, 1)), most));
    Optional<Path> sql = rig.messageDb();
    if (sql.isPresent()) {
      entrants.add(peer(rig, messageDb(rig, sql.get(), 1, MESSAGE_DB)));
      entrants.add(peer(rig, messageDb(rig, sql.get(), MANY, MESSAGE_DB_MANY)));
    } else {
      rig.report().remarks.add("message-db was left out: npm is missing, or cannot fetch it");
    }
    entrants.add(peer(rig, AxonJdbc.on(fresh(rig), rig.streams(1), rig.payloads(), 1)));
    return entrants;
  }

  private static MessageDb messageDb(Rig rig, Path sql, int categories, String name)
      throws Exception {
    return MessageDb.on(fresh(rig), sql, rig.streams(categories), rig.payloads(), name);
  }

  /** Up the ladder, to find where it is at its best. */
  private static Entrant peer(Rig rig, Contender contender) throws Exception {
    Load<Contender> load = new Load<>(contender);
    int best = 1;
    double rate = 0;
    load.run(4, Duration.ZERO, rig.pace().warmUp());
    for (int inFlight : rig.pace().ladder()) {
      if (inFlight <= MAX_CONNECTIONS) {
        Measured measured =
            load.run(inFlight, rig.pace().warmUp().dividedBy(5), rig.pace().rung().dividedBy(2));
        rig.report().add("peers", contender.name(), measured, "alone");
        if (measured.eventsPerSecond() > rate) {
          rate = measured.eventsPerSecond();
          best = inFlight;
        }
      }
    }
    return new Entrant(contender.name(), load, best);
  }

  private static Database fresh(Rig rig) {
    return rig.databases().fresh("contest");
  }

  private static Database keep(List<Database> databases, Database database) {
    databases.add(database);
    return database;
  }
}
