package dev.skald.projections.engine;

import dev.skald.eventstore.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far each stream has been folded. Moved by compare-and-set, which alone makes an event count
 * once, whichever way it came: by Kafka, twice, from the log, or through another member.
 */
final class StreamVersions {

  /** A parked stream stays where it is until an operator settles it. */
  record Folded(long version, boolean parked) {
    static final Folded NOTHING = new Folded(0, false);
  }

  /** What a batch makes of a stream. */
  record Move(StreamId stream, long from, long to, boolean parked) {}

  private final Database database;
  private final String table;
  private final String read;
  private final String move;

  StreamVersions(Database database, Projection projection) {
    this.database = database;
    String table = table(projection);
    this.read = "select stream_id, version, parked from %s where stream_id = any(:ids)";
    this.move =
        """
        with moved as (
          select * from unnest(:ids::text[], :from::bigint[], :to::bigint[], :parked::boolean[])
                   as m (stream_id, known, version, parked)),
        begun as (
          insert into %1$s (stream_id, version, parked)
          select stream_id, version, parked from moved where known = 0
          on conflict do nothing
          returning 1),
        gone_on as (
          update %1$s as s set version = m.version, parked = m.parked
            from moved m
           where m.known > 0 and s.stream_id = m.stream_id and s.version = m.known and not s.parked
          returning 1)
        select (select count(*) from begun) + (select count(*) from gone_on)
        """
            .formatted(table);
    this.table = table;
  }

  static String table(Projection projection) {
    return projection.name() + "_stream_version";
  }

  static String createTable(Projection projection, String schema) {
    return """
    create table if not exists %s.%s (
      stream_id text    primary key,
      version   bigint  not null,
      parked    boolean not null
    ) with (fillfactor = 80)
    """
        .formatted(schema, table(projection));
  }

  /** Reads them in a schema, so that it can be done outside of the transaction that folds. */
  Map<StreamId, Folded> read(String schema, Collection<StreamId> streams) {
    Map<StreamId, Folded> folded = new HashMap<>();
    database
        .client()
        .sql(read.formatted(schema + "." + table))
        .param("ids", streams.stream().map(StreamId::value).toArray(String[]::new))
        .query(
            row -> {
              folded.put(
                  new StreamId(row.getString(1)), new Folded(row.getLong(2), row.getBoolean(3)));
            });
    return folded;
  }

  void move(List<Move> moves) {
    if (moves.isEmpty()) {
      return;
    }
    int written =
        database
            .client()
            .sql(move)
            .param("ids", moves.stream().map(each -> each.stream().value()).toArray(String[]::new))
            .param("from", moves.stream().map(Move::from).toArray(Long[]::new))
            .param("to", moves.stream().map(Move::to).toArray(Long[]::new))
            .param("parked", moves.stream().map(Move::parked).toArray(Boolean[]::new))
            .query(Integer.class)
            .single();
    if (written != moves.size()) {
      throw new Overtaken(
          "%d of %d streams had been folded by someone else"
              .formatted(moves.size() - written, moves.size()));
    }
  }

  /** Whoever passes over events of parked streams does so only while they are parked. */
  void proveParked(Set<StreamId> streams) {
    if (streams.isEmpty()) {
      return;
    }
    long parked =
        database
            .client()
            .sql(
                """
                select count(*) from (
                  select from %s where stream_id = any(:ids) and parked for share) as still
                """
                    .formatted(table))
            .param("ids", streams.stream().map(StreamId::value).toArray(String[]::new))
            .query(Long.class)
            .single();
    if (parked != streams.size()) {
      throw new Overtaken("a parked stream was settled meanwhile");
    }
  }

  /** Keeps everybody else from passing over events of a parked stream, or from settling it. */
  void holdParked(StreamId stream, long version) {
    boolean held =
        database
            .client()
            .sql(
                """
                select true from %s
                 where stream_id = :stream and version = :version and parked for update
                """
                    .formatted(table))
            .param("stream", stream.value())
            .param("version", version)
            .query(Boolean.class)
            .optional()
            .isPresent();
    if (!held) {
      throw new Overtaken(stream + " is not parked at version " + version);
    }
  }

  /** Moves a stream that is held. */
  void release(StreamId stream, long from, long to, boolean parkedAgain) {
    int written =
        database
            .client()
            .sql(
                """
                update %s set version = :to, parked = :parked
                 where stream_id = :stream and version = :from and parked
                """
                    .formatted(table))
            .param("stream", stream.value())
            .param("from", from)
            .param("to", to)
            .param("parked", parkedAgain)
            .update();
    if (written == 0) {
      throw new Overtaken(stream + " is not parked at version " + from);
    }
  }
}
