package dev.skald.api;

import dev.skald.projections.engine.ProjectionControl;
import dev.skald.projections.engine.ProjectionStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows how read models stand, and takes what operators want of them. */
@Tag(name = "projections")
@RestController
@RequestMapping("/api/v1/projections")
final class ProjectionsController {

  /** All of them, in their order. */
  public record ProjectionStatuses(List<ProjectionStatus> items) {}

  private final ProjectionControl control;

  ProjectionsController(ProjectionControl control) {
    this.control = control;
  }

  @Operation(summary = "All projections: where they are, how far behind, what is parked")
  @GetMapping
  ProjectionStatuses all() {
    return new ProjectionStatuses(control.list());
  }

  @Operation(summary = "One projection")
  @GetMapping("/{name}")
  ProjectionStatus one(@PathVariable String name) {
    return control
        .status(name)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "projection-unknown", "there is no projection '%s'".formatted(name)));
  }

  @Operation(summary = "Build it anew from the log, and swap it in when it has caught up")
  @PostMapping("/{name}/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus rebuild(@PathVariable String name) {
    return done(name, control::rebuild, "it cannot be rebuilt now");
  }

  @Operation(summary = "Give up a rebuild that is under way")
  @PostMapping("/{name}/rebuild/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus cancelRebuild(@PathVariable String name) {
    return done(name, control::cancelRebuild, "no rebuild is under way");
  }

  @Operation(
      summary = "Take the last swap back; once more, and it goes forward again",
      description =
          """
          `generation`, `version` and `rolledBack` say what is in front. 409 while a rebuild is \
          under way, and where a migration changed the tables since: `canRollBack` tells.""")
  @PostMapping("/{name}/rollback")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus rollBack(@PathVariable String name) {
    ProjectionStatus before = one(name);
    return switch (control.rollBack(name)) {
      case DONE -> one(name);
      case NOTHING_BEFORE -> throw refused(before, "there is nothing to go back to");
      case OTHER_COLUMNS ->
          throw refused(
              before,
              "a migration changed its tables since, and those before lack what it added; rebuild it");
      case REBUILD_UNDER_WAY ->
          throw refused(before, "a rebuild is under way: cancel it first, or let it end");
    };
  }

  @Operation(summary = "Let it fold nothing until it is resumed")
  @PostMapping("/{name}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus pause(@PathVariable String name) {
    return done(name, control::pause, "it has never started");
  }

  @Operation(summary = "Let it fold again")
  @PostMapping("/{name}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ProjectionStatus resume(@PathVariable String name) {
    return done(name, control::resume, "it has never started");
  }

  private ProjectionStatus done(String name, Predicate<String> operation, String otherwise) {
    ProjectionStatus before = one(name);
    if (!operation.test(name)) {
      throw refused(before, otherwise);
    }
    return one(name);
  }

  private static Problem refused(ProjectionStatus before, String why) {
    return Problem.conflict(
        "projection-state",
        "projection '%s' is %s: %s".formatted(before.name(), before.status(), why));
  }
}
