package dev.skald.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario works with.
 *
 * @param messageDb where message-db's SQL is, if it could be had
 */
record Rig(
    Database.Source databases,
    Pace pace,
    Payloads payloads,
    Report report,
    Optional<Path> messageDb) {

  /** One of those that take turns. */
  record Turn(Load<?> load, int inFlight) {}

  /**
   * A B A B, so that what changes with time changes for everybody. Each first has some time to get
   * warm.
   */
  List<Measured> inTurns(List<Turn> turns) throws Exception {
    List<Measured> sums = new ArrayList<>();
    for (Turn turn : turns) {
      turn.load().run(turn.inFlight(), Duration.ZERO, pace.warmUp());
      sums.add(Measured.none(turn.inFlight()));
    }
    for (int round = 0; round < pace.rounds(); round++) {
      for (int i = 0; i < turns.size(); i++) {
        Turn turn = turns.get(i);
        Measured one = turn.load().run(turn.inFlight(), pace.warmUp().dividedBy(5), pace.round());
        sums.set(i, sums.get(i).and(one));
      }
    }
    return sums;
  }

  /** Says what was acknowledged and what a reader finds, and closes the contender. */
  void settle(String scenario, Load<? extends Contender> load) throws Exception {
    try (Contender contender = load.work()) {
      report.guarantees.put(contender.name(), contender.guarantee());
      report.checks.add(
          new Report.Check(scenario, contender.name(), load.acknowledged(), contender.consumed()));
    }
  }

  Rig with(Database.Source others) {
    return new Rig(others, pace, payloads, report, messageDb);
  }

  Streams streams(int categories) {
    return new Streams(Math.max(pace.streams(), pace.ladder().getLast()), categories);
  }

  SkaldAppends skald(Database database, int categories, int events) {
    return new SkaldAppends(Skald.on(database, payloads), streams(categories), payloads, events);
  }

  /** An empty database with our tables in it. */
  Database withOurTables(String name) {
    Database database = databases.fresh(name);
    Skald.on(database, payloads).close();
    return database;
  }

  RawCommits rawCommits(Database database) {
    return new RawCommits(database, streams(1), payloads);
  }
}
