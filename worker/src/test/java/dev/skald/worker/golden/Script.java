package dev.skald.worker.golden;

import dev.skald.domain.Refusal;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Examples;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.RecordedAnswer;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays every step and undo of every saga as its path has it. What no cue is given for works, with
 * an example for an answer.
 */
final class Script implements DynamicActivity {

  /** What happens when a step, or an undo, is asked for. */
  enum Cue {
    REFUSE,
    FAIL,
    FAIL_ALWAYS,
    /** It goes on when it is let go. */
    HOLD,
    /** It is begun, and nothing more is heard of it. */
    HANG,
    /** An event from outside has not come. */
    NOT_YET,
    /** A way that is to be given up had been gone to its end. */
    GONE
  }

  private static final int LONGEST_HOLD_SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Class<? extends Record>> answers = new HashMap<>();
  private final Map<String, Queue<Cue>> cues = new ConcurrentHashMap<>();
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, Class<? extends Record>> events = new HashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  Script(Collection<Saga<?>> sagas) {
    sagas.stream().flatMap(saga -> saga.type().steps().values().stream()).forEach(this::learn);
  }

  private void learn(DeclaredStep declared) {
    switch (declared) {
      case Step<?, ?, ?> step -> answers.put(step.activity(), step.answer());
      case OutsideEvent<?> event -> events.put(event.eventType(), event.data());
    }
  }

  /**
   * For its run: what is asked for, as a step's name, or {@code undo} and that, or {@code end of}
   * or {@code turn to} and the name of a savepoint.
   */
  void cue(Scenario scenario) {
    String sagaId = scenario.sagaId();
    Map<String, List<Cue>> given = scenario.cues();
    scenario.codes().forEach((step, code) -> codes.put(sagaId + "/" + step, code));
    given.forEach((what, next) -> cues.put(sagaId + "/" + what, new ArrayDeque<>(next)));
    given.forEach(
        (what, next) -> {
          if (next.contains(Cue.HOLD)) {
            held.put(sagaId + "/" + what, new CountDownLatch(1));
          }
        });
  }

  void letGo(String sagaId, String what) {
    Objects.requireNonNull(held.get(sagaId + "/" + what)).countDown();
  }

  /** How often a run has asked for something. */
  int asked(String sagaId, String what) {
    return asked.getOrDefault(sagaId + "/" + what, 0);
  }

  /** Of what a step answers, or of what comes with an event. */
  Map<String, Object> example(Saga<?> saga, String step) {
    return switch (Objects.requireNonNull(saga.type().steps().get(step))) {
      case Step<?, ?, ?> taken -> asJson(Examples.of(taken.answer()));
      case OutsideEvent<?> event -> asJson(Examples.of(event.data()));
    };
  }

  @Override
  public @Nullable Object execute(EncodedValues arguments) {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    if (type.startsWith("saga.")) {
      return journal(type, arguments);
    }
    StepCall call = arguments.get(0, StepCall.class);
    Class<? extends Record> answer = answers.get(type);
    if (answer == null) {
      act(call, "undo " + call.step(), call.undoCommandId());
      return new UndoAnswer(call.undoCommandId(), true, 1);
    }
    act(call, call.step(), call.commandId());
    return new StepAnswer<>(call.commandId(), Examples.of(answer), 1);
  }

  private @Nullable Object journal(String type, EncodedValues arguments) {
    return switch (type) {
      case "saga.TakeEvent" ->
          event(arguments.get(1, StepCall.class), arguments.get(2, String.class));
      case "saga.Turn" -> turn(arguments.get(0, Entry.class), arguments.get(1, Turn.class));
      case "saga.WayGone" -> wayGone(arguments.get(0, Entry.class));
      case "saga.SettleStep" ->
          new RecordedAnswer(
              arguments.get(1, StepCall.class).commandId(),
              arguments.get(3, Decision.class).answer(),
              1);
      case "saga.Completed", "saga.Compensated" -> 1L;
      default -> null;
    };
  }

  private RecordedAnswer event(StepCall call, String eventType) {
    boolean there = next(call.sagaId(), call.step()) != Cue.NOT_YET;
    Class<? extends Record> data = Objects.requireNonNull(events.get(eventType));
    return new RecordedAnswer(call.commandId(), there ? asJson(Examples.of(data)) : null, 1);
  }

  private Standing turn(Entry entry, Turn turn) {
    return next(entry.sagaId(), "turn to " + turn.savepoint()) == Cue.GONE
        ? Standing.of(Standing.Instead.GONE_TO_ITS_END)
        : new Standing(false, List.of());
  }

  private @Nullable Object wayGone(Entry entry) {
    String id = entry.commandId();
    if (next(entry.sagaId(), "end of " + id.substring(id.lastIndexOf('/') + 1)) == Cue.REFUSE) {
      throw StepRefusal.failure(id, new Refusal("way-given-up", "by a lost task"), 0);
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asJson(Record data) {
    return JSON.convertValue(data, Map.class);
  }

  private @Nullable Cue next(String sagaId, String what) {
    String key = sagaId + "/" + what;
    Queue<Cue> next = cues.get(key);
    @Nullable Cue cue = next == null ? null : next.peek();
    if (next != null && cue != Cue.FAIL_ALWAYS) {
      next.poll();
    }
    asked.merge(key, 1, Integer::sum);
    return cue;
  }

  private void act(StepCall call, String what, String commandId) {
    switch (next(call.sagaId(), what)) {
      case REFUSE -> {
        String code = codes.getOrDefault(call.sagaId() + "/" + what, "refused");
        throw StepRefusal.failure(commandId, new Refusal(code, "not today"), 1);
      }
      case FAIL, FAIL_ALWAYS -> throw new IllegalStateException("out of order");
      case HOLD -> awaitLetGo(call.sagaId() + "/" + what);
      case HANG -> Activity.getExecutionContext().doNotCompleteOnReturn();
      case NOT_YET -> throw new IllegalStateException(what + " is no event");
      case GONE -> throw new IllegalStateException(what + " is no way");
      case null -> {}
    }
  }

  private void awaitLetGo(String key) {
    try {
      if (!Objects.requireNonNull(held.get(key)).await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(key + " was never let go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(key + " was interrupted", e);
    }
  }
}
