package dev.skald.api.sagas;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What sagas there are, as they are declared. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/saga-types")
public final class SagaTypesController {

  private final SagaTypes types;

  SagaTypesController(SagaTypes types) {
    this.types = types;
  }

  /** All of them, in their order. */
  public record Definitions(List<SagaDefinition> items) {}

  @Operation(summary = "All sagas that can be started")
  @GetMapping
  Definitions all() {
    return new Definitions(types.all().stream().map(SagaDefinition::of).toList());
  }

  @Operation(summary = "One saga: its story, its steps with undos and limits, and what starts it")
  @GetMapping("/{type}")
  SagaDefinition one(@PathVariable String type) {
    return SagaDefinition.of(types.saga(type));
  }
}
