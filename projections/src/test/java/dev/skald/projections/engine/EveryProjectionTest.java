package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.ProjectionsConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in the list of projections is held to this, also what is added tomorrow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryProjectionTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private final World world = new World();
  private final ReadModels readModels = new ReadModels(world.pool);
  private final PlainFold plain = new PlainFold();
  private final ProjectionControl control =
      new ProjectionControl(
          ProjectionsConfiguration.PROJECTIONS, world.pool, world.log, Clock.systemUTC());
  private final Map<Projection, List<String>> live = new HashMap<>();
  private final Map<Projection, List<String>> twice = new HashMap<>();
  private List<RecordedEvent> events = List.of();

  static List<Projection> projections() {
    return ProjectionsConfiguration.PROJECTIONS;
  }

  /** Of all at once, so that each waits for the others only here. */
  @BeforeAll
  void fold_live_twice_and_anew() {
    world.startRelay();
    world.startMember();
    new Histories(31).append(world, 250, 8);
    long head = world.log.head();
    events = world.events();
    for (Projection projection : projections()) {
      assertThat(readModels.await(projection.name(), head, SOON)).as(projection.name()).isTrue();
      live.put(projection, rows(projection));
      Folder folder = new Folder(Database.of(world.pool), projection, world.log, World.TYPES);
      folder.fold(new Folder.Batch(1, of(projection, events), List.of(), List.of()));
      twice.put(projection, rows(projection));
      assertThat(control.rebuild(projection.name())).isTrue();
    }
    await()
        .atMost(SOON)
        .until(() -> projections().stream().allMatch(each -> status(each).rebuild() == null));
  }

  @AfterAll
  void close() {
    plain.close();
    readModels.close();
    world.close();
  }

  @ParameterizedTest
  @MethodSource("projections")
  void live_rebuilt_folded_twice_and_folded_plainly_give_the_same_rows(Projection projection) {
    List<String> expected = plain.rows(projection, events);

    assertThat(plain.counts(projection).values())
        .as("each table of '%s' has rows, or Histories forgot it", projection.name())
        .allMatch(rows -> rows > 0);
    assertThat(live.get(projection)).as("live").isEqualTo(expected);
    assertThat(twice.get(projection)).as("folded twice").isEqualTo(expected);
    assertThat(rows(projection)).as("rebuilt").isEqualTo(expected);
    assertThat(status(projection).lastSwap())
        .hasSize(projection.tables().size())
        .allMatch(ProjectionStatus.Comparison::same);
  }

  private ProjectionStatus status(Projection projection) {
    return control.status(projection.name()).orElseThrow();
  }

  private List<String> rows(Projection projection) {
    return World.rows(world.pool, projection);
  }

  private static List<RecordedEvent> of(Projection projection, List<RecordedEvent> events) {
    return events.stream()
        .filter(e -> projection.categories().contains(e.streamId().category()))
        .toList();
  }
}
