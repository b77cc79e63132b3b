package dev.skald.projections.engine;

import dev.skald.projections.engine.Source.EachEvent;
import dev.skald.projections.engine.Source.EachStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a projection's sources write what facts mean for their tables. */
final class Applier {

  /** The next facts of one stream, in order. */
  record StreamFacts(String category, String stream, String id, List<Fact<Record>> facts) {
    StreamFacts {
      facts = List.copyOf(facts);
    }
  }

  private final Database database;
  private final List<Source<?>> sources;

  Applier(Database database, Projection projection) {
    this.database = database;
    this.sources = List.copyOf(projection.sources());
  }

  void apply(Collection<StreamFacts> streams) {
    BatchedRows rows = new BatchedRows(database.template());
    for (Source<?> source : sources) {
      List<StreamFacts> own =
          streams.stream()
              .filter(s -> s.category().equals(source.category()) && !s.facts().isEmpty())
              .toList();
      if (!own.isEmpty()) {
        switch (source) {
          case EachEvent<?> each -> each(each, own, rows);
          case EachStream<?, ?> each -> states(each, own, rows);
        }
      }
    }
    rows.flush();
  }

  private static <E> void each(EachEvent<E> source, List<StreamFacts> streams, BatchedRows rows) {
    for (StreamFacts stream : streams) {
      rows.of(stream.stream());
      for (Fact<Record> fact : stream.facts()) {
        guarded(
            () -> {
              source.writer().write(typed(fact, source.type()), rows);
              return true;
            });
      }
    }
  }

  private <S, E> void states(EachStream<S, E> source, List<StreamFacts> streams, BatchedRows rows) {
    StateTable<S, E> table = source.table();
    Map<String, S> states =
        table.load(streams.stream().map(StreamFacts::id).toList(), database.client());
    for (StreamFacts stream : streams) {
      rows.of(stream.stream());
      S after =
          guarded(
              () -> {
                @Nullable S state = states.get(stream.id());
                for (Fact<Record> fact : stream.facts()) {
                  state = table.evolve(state, typed(fact, source.type()));
                }
                return state;
              });
      if (after != null) {
        table.store(after, rows);
      }
    }
  }

  private static <E> Fact<E> typed(Fact<Record> fact, Class<E> type) {
    return new Fact<>(type.cast(fact.event()), fact.recorded());
  }

  /** Whatever the projection's own code throws is about the event, never about the world. */
  private static <T extends @Nullable Object> T guarded(java.util.function.Supplier<T> code) {
    try {
      return code.get();
    } catch (RuntimeException e) {
      throw new CannotFold(e);
    }
  }
}
