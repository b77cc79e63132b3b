package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Plays each row of a table as a saga of its own, many at a time, and judges them by the log. */
final class FailureTable implements AutoCloseable {

  /** Only rows with such names are played; for whoever looks for the cause of one. */
  private static final Pattern WANTED = Pattern.compile(System.getProperty("skald.rows", ".*"));

  /** A test that stems from a method is reported as that with a number, and not by its name. */
  private static final URI NO_METHOD = URI.create("row:of-a-table");

  /** All that people wait for meanwhile is given up before. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestTemporal temporal;
  private final Settings settings;
  private final Semaphore room;
  private int rows;

  FailureTable(List<Saga<?>> sagas, int atATime) {
    this(new TestTemporal(sagas), atATime);
  }

  FailureTable(TestTemporal temporal, int atATime) {
    this.temporal = temporal;
    settings = new Settings(temporal.participants);
    room = new Semaphore(atATime);
  }

  /**
   * What must come of a saga.
   *
   * @param undos those that must be done, in their order
   * @param goneBack where and why it went another way
   * @param world whether it must be as the ending says
   */
  record Expected(
      Class<?> ending, List<String> undos, List<Foretold.GoneBack> goneBack, boolean world) {

    static Expected of(Foretold.Ending told) {
      return new Expected(
          told.done() ? SagaCompleted.class : SagaCompensated.class,
          told.undone(),
          told.goneBack(),
          true);
    }

    private Map<String, Object> world(Setting setting, Map<String, Object> before) {
      return ending == SagaCompleted.class ? setting.done(goneBack) : before;
    }
  }

  /**
   * What happens to one saga.
   *
   * @param unlessTooLate what must come of it
   * @param tooLate what must come of it if it was cancelled when it was past its pivot
   */
  record Row(
      String name,
      Saga<?> saga,
      List<Trouble> troubles,
      Script script,
      Expected unlessTooLate,
      Expected tooLate) {

    Row(String name, Saga<?> saga, List<Trouble> troubles, Script script, Expected expected) {
      this(name, saga, troubles, script, expected, expected);
    }

    /** The events that are sent as soon as it has begun. */
    private List<String> early() {
      return saga.type().steps().entrySet().stream()
          .filter(step -> troubles.stream().noneMatch(one -> one.keepsEventOf(step.getKey())))
          .map(Map.Entry::getValue)
          .filter(OutsideEvent.class::isInstance)
          .map(step -> ((OutsideEvent<?>) step).eventType())
          .distinct()
          .toList();
    }
  }

  /** What is played of a saga. */
  @FunctionalInterface
  interface Draw {
    List<Row> rows(Story story);
  }

  /** What people do while the saga runs. */
  @FunctionalInterface
  interface Script {
    Script NOTHING = _ -> {};

    void follow(SagaUnderTest saga) throws Exception;
  }

  /** A row that was played. */
  private record Played(Row row, String sagaId, Setting setting, Map<String, Object> before) {}

  /** A saga that has no table fails alone. */
  Stream<DynamicTest> play(Collection<Saga<?>> sagas, Draw draw) throws Exception {
    List<Row> table = new ArrayList<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (Saga<?> saga : sagas) {
      try {
        for (Story story : Story.each(saga)) {
          check(story.saga);
          table.addAll(draw.rows(story));
        }
      } catch (AssertionError | IllegalArgumentException none) {
        tests.add(
            test(
                saga.type().name() + ": has a table",
                () -> {
                  throw none;
                }));
      }
    }
    tests.addAll(play(wanted(table)));
    return tests.stream();
  }

  private static List<Row> wanted(List<Row> table) {
    List<Row> wanted = table.stream().filter(row -> WANTED.matcher(row.name()).find()).toList();
    if (wanted.isEmpty() && !table.isEmpty()) {
      throw new AssertionError(
          "no row of this table is called like skald.rows=%s; there are%n  %s"
              .formatted(
                  WANTED, table.stream().map(Row::name).collect(Collectors.joining("\n  "))));
    }
    return wanted;
  }

  private void check(Saga<?> saga) {
    Setting setting = settings.of(saga, "first-look-" + ++rows);
    for (DeclaredStep step : saga.type().steps().values()) {
      if (step instanceof OutsideEvent<?> event
          && !setting.events().containsKey(event.eventType())) {
        throw new AssertionError(
            "the setting of saga '%s' does not say what comes with '%s', for which step '%s' waits"
                .formatted(saga.type().name(), event.eventType(), step.name()));
      }
    }
  }

  private List<DynamicTest> play(List<Row> table) throws Exception {
    List<Future<Played>> played = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Row row : table) {
        String key = "r" + ++rows;
        played.add(threads.submit(whenThereIsRoom(() -> play(row, key))));
      }
    }
    Map<String, SagaRecord> records = SagaRecord.all(temporal.participants);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      Future<Played> one = played.get(i);
      tests.add(test(table.get(i).name(), () -> judge(one.get(), records)));
    }
    return tests;
  }

  private static DynamicTest test(String name, Executable test) {
    return DynamicTest.dynamicTest(name, NO_METHOD, test);
  }

  private <T> Callable<T> whenThereIsRoom(Callable<T> work) {
    return () -> {
      room.acquire();
      try {
        return work.call();
      } finally {
        room.release();
      }
    };
  }

  private Played play(Row row, String key) throws Exception {
    Setting setting = settings.of(row.saga(), key);
    Map<String, Object> before = setting.world();
    String sagaId = TestTemporal.sagaId(row.saga(), key);
    temporal.faults.plan(sagaId, row.troubles());
    WorkflowStub run = temporal.begin(row.saga(), key, setting.request());
    SagaUnderTest saga = new SagaUnderTest(sagaId, run, temporal.participants, setting.events());
    try {
      row.early().forEach(saga::send);
      follow(row.script(), saga);
      TestTemporal.awaitEnd(run);
    } catch (TimeoutException | ExecutionException | AssertionError e) {
      throw new AssertionError(
          "%s does not go on: %s"
              .formatted(row.name(), List.of(run.query("ledger", Ledger.Line[].class))),
          e);
    } finally {
      row.troubles().forEach(Trouble::letGo);
    }
    await("tries of %s that come late".formatted(row.name()))
        .atMost(Duration.ofSeconds(30))
        .until(() -> row.troubles().stream().allMatch(Trouble::isOver));
    return new Played(row, sagaId, setting, before);
  }

  /** People do not wait for ever for a run that answers nothing. */
  private static void follow(Script script, SagaUnderTest saga) throws Exception {
    FutureTask<Void> followed =
        new FutureTask<>(
            () -> {
              script.follow(saga);
              return null;
            });
    Thread.ofVirtual().start(followed);
    followed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void judge(Played played, Map<String, SagaRecord> records) {
    Row row = played.row();
    SagaRecord saga = Objects.requireNonNull(records.get(played.sagaId()), played.sagaId());
    // A cancel that comes when the saga is past its pivot comes too late, and changes nothing.
    boolean late =
        saga.ending() == SagaCompleted.class
            && row.troubles().stream().anyMatch(Trouble::comesWithCancel);
    Expected expected = late ? row.tooLate() : row.unlessTooLate();
    assertThat(saga.ending()).as("ending, of %s", saga.entries()).isEqualTo(expected.ending());
    assertThat(saga.undone()).as("undos, of %s", saga.entries()).isEqualTo(expected.undos());
    saga.checkOnce();
    if (expected.world()) {
      assertThat(played.setting().world())
          .as("the world, after %s", saga.entries())
          .isEqualTo(expected.world(played.setting(), played.before()));
    }
  }

  /** What the worker was doing for all of them is lost. */
  void replaceWorker() {
    temporal.replaceWorker();
  }

  @Override
  public void close() {
    temporal.close();
  }
}
