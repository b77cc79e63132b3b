package dev.skald.api;

import dev.skald.projections.DeadLetterQueries;
import dev.skald.projections.Page;
import dev.skald.projections.engine.DeadLetter;
import dev.skald.projections.engine.DeadLetterDesk;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the streams that projections or the relay stopped at, and takes what operators decide. */
@Tag(name = "projections")
@RestController
@RequestMapping("/api/v1/dead-letters")
final class DeadLettersController {

  /** Why an event is left out for good. */
  record DiscardReason(String reason) {
    DiscardReason {
      if (reason.isBlank() || reason.length() > 500) {
        throw new IllegalArgumentException("reason must have 1 to 500 characters");
      }
    }
  }

  private final DeadLetterQueries letters;
  private final DeadLetterDesk desk;

  DeadLettersController(DeadLetterQueries letters, DeadLetterDesk desk) {
    this.letters = letters;
    this.desk = desk;
  }

  @Operation(
      summary = "Parked streams and what became of them",
      description =
          """
          First those of the relay (`projection=relay`), which hold back a stream from Kafka and so \
          from all read models; then those of projections. Both newest first. What the relay parks \
          is large, and shows its masked payload one by one only.""")
  @GetMapping
  Page<DeadLetter> list(
      @RequestParam(required = false) @Nullable String projection,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (projection != null && !desk.origins().contains(projection)) {
      throw new InvalidRequest(
          "projection", "'%s' must be one of %s".formatted(projection, desk.origins()));
    }
    return letters.deadLetters(projection, Query.limit(limit), Query.cursor(cursor));
  }

  @Operation(summary = "One dead letter, with its masked payload")
  @GetMapping("/{id}")
  DeadLetter one(@PathVariable String id) {
    return desk.letter(id(id)).orElseThrow(() -> unknown(id));
  }

  @Operation(
      summary = "Try the stream again from where it stopped",
      description =
          """
          A projection folds it again; the relay publishes it again, which helps when \
          `max-record-bytes` was raised. 409 `parked-again` where it stops once more; 503 `no-relay` \
          where no relay is at work: the next one does it.""")
  @PostMapping("/{id}/replay")
  DeadLetter replay(@PathVariable String id) {
    return settled(id, desk.replay(id(id)));
  }

  @Operation(
      summary = "Leave the event out for good, and go on with those behind it",
      description =
          """
          Left out by a projection, it does not count in that read model. Left out by the relay, it \
          never gets to Kafka; read models fold it from the log all the same. 409 `parked-again` \
          where a later event stops the stream; 503 `no-relay` where no relay is at work: the next \
          one does it.""")
  @PostMapping("/{id}/discard")
  DeadLetter discard(@PathVariable String id, @RequestBody DiscardReason discard) {
    return settled(id, desk.discard(id(id), discard.reason()));
  }

  private DeadLetter settled(String id, DeadLetter.Settled outcome) {
    return switch (outcome) {
      case DONE -> one(id);
      case UNKNOWN -> throw unknown(id);
      case PARKED_AGAIN -> throw Problem.conflict("parked-again", stoppedAgain(id));
      case NOT_PARKED ->
          throw Problem.conflict(
              "not-parked",
              "dead letter '%s' was settled before, or its tables are no longer in use"
                  .formatted(id));
      case NOT_NOW ->
          throw Problem.conflict(
              "projection-state",
              "a projection that reads the stream is paused, or folded by another version of it");
      case NO_RELAY ->
          throw Problem.unavailable(
              "no-relay", "no relay acted on it in time; the next one at work does");
    };
  }

  private String stoppedAgain(String id) {
    return desk.stoppedAt(id(id))
        .map(
            letter ->
                "the stream stopped at version %d: dead letter '%s' says why"
                    .formatted(letter.version(), letter.id()))
        .orElse("the stream stopped again; its dead letter says why");
  }

  private static UUID id(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException _) {
      throw unknown(id);
    }
  }

  private static Problem unknown(String id) {
    return Problem.notFound("dead-letter-unknown", "there is no dead letter '%s'".formatted(id));
  }
}
