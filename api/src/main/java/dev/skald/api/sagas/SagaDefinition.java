package dev.skald.api.sagas;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.ByExample;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Nested;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.Scene;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A saga as it is declared: what docs, forms and diagrams are drawn from.
 *
 * @param nested the sagas that are steps of it, by the name that stands before their steps
 * @param story what a rehearsal tells, in order
 * @param diagram the story as a Mermaid flowchart
 * @param request the JSON Schema of what starts it
 * @param example a request as it might be sent
 * @param otherExamples requests with which the story goes on otherwise, by what they are called
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SagaDefinition(
    String name,
    String purpose,
    Duration deadline,
    SagaType.IfLost ifLost,
    List<StepDefinition> steps,
    Map<String, String> nested,
    List<EventDefinition> events,
    List<Scene> story,
    String diagram,
    Map<String, Object> request,
    Object example,
    Map<String, ExampleDefinition> otherExamples) {

  /** Another example, and the story that is told with it. */
  public record ExampleDefinition(Object request, List<Scene> story, String diagram) {}

  /**
   * A step as it is declared.
   *
   * @param activity what Temporal calls what does it; null where an event is waited for
   * @param refusals the codes that it is known to be refused with
   * @param attempts 0 are attempts without end
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record StepDefinition(
      String name,
      StepKind kind,
      boolean undo,
      @Nullable String activity,
      @Nullable String undoActivity,
      @Nullable String eventType,
      List<String> refusals,
      Limits.Pace pace,
      Duration timeLimit,
      @Nullable Duration heartbeat,
      Duration expected,
      int attempts,
      Backoff backoff,
      Set<String> finalFailures,
      Limits.Then then) {

    private static StepDefinition of(String name, DeclaredStep declared) {
      Limits limits = declared.limits();
      Step<?, ?, ?> done = declared instanceof Step<?, ?, ?> step ? step : null;
      return new StepDefinition(
          name,
          declared.kind(),
          declared.hasUndo(),
          done == null ? null : done.activity(),
          done == null ? null : done.undoActivity().orElse(null),
          declared instanceof OutsideEvent<?> event ? event.eventType() : null,
          declared.refusals(),
          limits.pace(),
          limits.timeLimit(),
          limits.heartbeat(),
          limits.expected(),
          limits.attempts(),
          limits.backoff(),
          limits.finalFailures(),
          limits.then());
    }
  }

  /** An event from outside that a step waits for, and what has to come with it. */
  public record EventDefinition(
      String type, String step, Duration within, Map<String, Object> data) {}

  static SagaDefinition of(Saga<?> saga) {
    SagaType<?> type = saga.type();
    List<Scene> story = StoryRehearsal.of(saga);
    return new SagaDefinition(
        type.name(),
        type.purpose(),
        type.deadline(),
        type.ifLost(),
        type.steps().entrySet().stream()
            .map(step -> StepDefinition.of(step.getKey(), step.getValue()))
            .toList(),
        nested(type),
        events(type),
        story,
        new StoryDiagram(type.steps()).of(story),
        RequestSchema.of(type.request()),
        type.example(),
        otherExamples(saga));
  }

  private static <R extends Record> Map<String, ExampleDefinition> otherExamples(Saga<R> saga) {
    Map<String, ExampleDefinition> others = new LinkedHashMap<>();
    for (Saga<R> shown : ByExample.each(saga)) {
      if (shown instanceof ByExample<R> by) {
        List<Scene> story = StoryRehearsal.of(by);
        String diagram = new StoryDiagram(by.type().steps()).of(story);
        others.put(by.example(), new ExampleDefinition(by.type().example(), story, diagram));
      }
    }
    return others;
  }

  private static Map<String, String> nested(SagaType<?> type) {
    return type.parts().stream()
        .filter(Nested.class::isInstance)
        .<Nested<?>>map(part -> (Nested<?>) part)
        .collect(Collectors.toMap(Nested::name, nested -> nested.saga().type().name()));
  }

  private static List<EventDefinition> events(SagaType<?> type) {
    return type.steps().entrySet().stream()
        .map(step -> event(step.getKey(), step.getValue()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable EventDefinition event(String name, DeclaredStep step) {
    return step instanceof OutsideEvent<?> event
        ? new EventDefinition(
            event.eventType(), name, event.limits().timeLimit(), RequestSchema.of(event.data()))
        : null;
  }
}
