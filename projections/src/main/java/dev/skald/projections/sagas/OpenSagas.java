package dev.skald.projections.sagas;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sagas that have not ended, as far as the read model knows. */
public final class OpenSagas {

  private static final int PAGE = 500;

  private final JdbcClient jdbc;

  public OpenSagas(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One of them.
   *
   * @param stuck whether it is known that its story cannot be told
   */
  public record OpenSaga(String sagaId, String type, boolean stuck) {}

  /**
   * Those that have been silent since a time, and those that are stuck, in the order of their ids,
   * page by page.
   */
  public Stream<OpenSaga> silentSince(Instant time) {
    return Stream.iterate(
            after("", time), page -> !page.isEmpty(), page -> after(page.getLast().sagaId(), time))
        .flatMap(List::stream);
  }

  /** A page of them. */
  public List<OpenSaga> after(String sagaId, Instant silentSince) {
    return jdbc.sql(
            """
            select saga_id, type, stuck is not null as stuck
              from readmodels.saga
             where ended_at is null
               and (coalesce(last_event_at, started_at) < cast(:since as timestamptz)
                    or stuck is not null)
               and saga_id > :after
             order by saga_id
             limit :limit
            """)
        .param("since", silentSince.toString())
        .param("after", sagaId)
        .param("limit", PAGE)
        .query(
            (row, _) ->
                new OpenSaga(
                    row.getString("saga_id"), row.getString("type"), row.getBoolean("stuck")))
        .list();
  }
}
