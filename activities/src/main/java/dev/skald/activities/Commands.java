package dev.skald.activities;

import dev.skald.domain.Decision;
import dev.skald.domain.Origin;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Loaded;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamConflict;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Does what callers ask outside of sagas. The same key again is the same command. */
public final class Commands {

  private static final int RACES = 20;

  private final EventStore store;
  private final Turns turns;

  public Commands(EventStore store, Turns turns) {
    this.store = store;
    this.turns = turns;
  }

  /**
   * What is asked, of which resource, under which key of the caller's, and on whose behalf.
   *
   * @param content what must be the same when the key is the same
   */
  public record Request(
      String operation, String resource, String key, String content, Origin origin) {

    CommandId id() {
      return new CommandId("%s/%s/%s".formatted(operation, resource, key));
    }

    Fingerprint fingerprint() {
      return Fingerprint.of(content);
    }
  }

  public <S, E> CommandResult run(
      Request request, Streams<S, E> streams, Function<S, Decision<E>> decision) {
    return run(request, streams, decision, _ -> List.of());
  }

  /**
   * Does it together with what follows for other streams, all or nothing.
   *
   * @param along what follows, told the state that the decision was made on
   */
  public <S, E> CommandResult run(
      Request request,
      Streams<S, E> streams,
      Function<S, Decision<E>> decision,
      Function<S, List<Outcome.Facts>> along) {
    return turns.take(
        List.of(streams.stream(request.resource())),
        () -> inTurn(request, streams, decision, along));
  }

  private <S, E> CommandResult inTurn(
      Request request,
      Streams<S, E> streams,
      Function<S, Decision<E>> decision,
      Function<S, List<Outcome.Facts>> along) {
    for (int race = 1; ; race++) {
      Optional<CommandResult> before = recorded(request, streams);
      if (before.isPresent()) {
        return before.get();
      }
      Loaded<S> loaded = streams.load(request.resource());
      switch (decision.apply(loaded.state())) {
        case Decision.Refused<E>(var refusal) -> {
          return recorded(request, streams).orElseGet(() -> new CommandResult.Refused(refusal));
        }
        case Decision.Accepted<E>(var events) -> {
          try {
            return done(
                loaded,
                append(
                    request,
                    streams.facts(loaded, events),
                    events.isEmpty() ? List.of() : along.apply(loaded.state())));
          } catch (StreamConflict conflict) {
            if (race == RACES) {
              throw conflict;
            }
          }
        }
      }
    }
  }

  /**
   * What the same command came to before. It is asked for again before anything else than an append
   * is answered: an account that it has opened a moment ago exists, and is no reason to refuse it.
   */
  private Optional<CommandResult> recorded(Request request, Streams<?, ?> streams) {
    return store.command(request.id()).map(command -> again(command, request, streams));
  }

  private Appended append(Request request, Outcome.Facts own, List<Outcome.Facts> along) {
    Metadata metadata =
        Origins.metadata(request.origin()).with(Metadata.COMMAND_ID, request.id().value());
    Append append =
        Append.of(request.id(), request.fingerprint(), metadata)
            .to(own.stream(), own.expected(), own.events());
    for (Outcome.Facts facts : along) {
      append = append.to(facts.stream(), facts.expected(), facts.events());
    }
    return store.append(append);
  }

  private static CommandResult done(Loaded<?> loaded, Appended appended) {
    return new CommandResult.Done(
        appended.versions().getOrDefault(loaded.stream(), loaded.version()),
        Math.max(appended.position(), loaded.position()));
  }

  private static CommandResult again(
      RecordedCommand recorded, Request request, Streams<?, ?> streams) {
    if (!recorded.fingerprint().equals(request.fingerprint())) {
      throw new CommandIdReused(recorded.commandId());
    }
    if (recorded.events().isEmpty()) {
      // It changed nothing then, and changes nothing now, whatever others have done meanwhile.
      Loaded<?> now = streams.load(request.resource());
      return new CommandResult.Done(now.version(), now.position());
    }
    StreamId stream = streams.stream(request.resource());
    long version =
        recorded.events().stream()
            .filter(event -> event.streamId().equals(stream))
            .mapToLong(RecordedEvent::version)
            .max()
            .orElse(0);
    return new CommandResult.Done(version, recorded.events().getLast().position());
  }
}
