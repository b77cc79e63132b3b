package dev.skald.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Sagas of ours over REST, from the request until all read models show the end. */
record SkaldSagas(String id, String name, SkaldRest skald, SkaldStory story) implements SagaRunner {

  @Override
  public String processes() {
    return skald.id();
  }

  @Override
  public String guarantee() {
    return "durable; a step and an undo exactly once, with their events; undone whatever happens, "
        + "or in front of an operator; events in Kafka; read models caught up";
  }

  @Override
  public void run(String saga, Ending ending, SplittableRandom random)
      throws IOException, InterruptedException, SQLException {
    skald.run(story.type(), saga, story.request(ending, random), status(ending));
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
        skald
            .database()
            .number(
                "SELECT count(*) FROM readmodels.saga WHERE status = '%s' AND type = '%s'"
                    .formatted(status(ending), story.type())));
  }

  @Override
  public List<Report.Check> checks() throws SQLException {
    return story.checks(name, skald.database());
  }

  @Override
  public void close() {
    skald.close();
  }
}
