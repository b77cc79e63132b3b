package dev.skald.api.sagas;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.StepKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What sagas there are, as they are declared. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/saga-types")
public final class SagaTypesController {

  /** A saga as it is declared. */
  public record Definition(
      String name, String purpose, List<StepDefinition> steps, Map<String, Object> request) {}

  /** A step as it is declared; 0 attempts are attempts without end. */
  public record StepDefinition(
      String name, StepKind kind, boolean undo, Duration timeLimit, int attempts) {}

  /** All of them, in their order. */
  public record Definitions(List<Definition> items) {}

  @Operation(summary = "All sagas that can be started")
  @GetMapping
  Definitions all() {
    return new Definitions(
        Sagas.ALL.stream().map(Saga::type).map(SagaTypesController::define).toList());
  }

  @Operation(summary = "One saga: its steps, their undos and limits, and what starts it")
  @GetMapping("/{type}")
  Definition one(@PathVariable String type) {
    return define(SagaTypes.find(type));
  }

  private static Definition define(SagaType<?> type) {
    return new Definition(
        type.name(),
        type.purpose(),
        type.steps().entrySet().stream()
            .map(step -> define(step.getKey(), step.getValue()))
            .toList(),
        RequestSchema.of(type.request()));
  }

  private static StepDefinition define(String name, DeclaredStep step) {
    return new StepDefinition(
        name, step.kind(), step.hasUndo(), step.limits().timeLimit(), step.limits().attempts());
  }
}
