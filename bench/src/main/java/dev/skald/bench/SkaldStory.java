package dev.skald.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/** One of Skald's sagas: what has to be there for it, and what it is asked for. */
interface SkaldStory {

  /** Its name in URLs. */
  String type();

  void prepare(SkaldRest skald) throws Exception;

  /** A request that leads to this ending. */
  String request(Ending ending, SplittableRandom random);

  /** What must be as it was at the end. */
  default List<Report.Check> checks(String who, Database database) throws SQLException {
    return List.of();
  }
}
