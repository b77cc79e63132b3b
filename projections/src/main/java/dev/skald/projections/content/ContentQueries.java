package dev.skald.projections.content;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads content. */
public final class ContentQueries {

  private final JdbcClient jdbc;

  public ContentQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<ContentView> content(String contentId) {
    return jdbc.sql(
            """
            select content_id, title, source_url, status, profiles, thumbnails, metadata,
                   renditions, saga_id, stored_at, published_at, updated_at, version,
                   stored_position, position
              from readmodels.content
             where content_id = :contentId
            """)
        .param("contentId", contentId)
        .query((row, _) -> ContentView.of(ContentTable.read(row)))
        .optional();
  }

  /** Newest first; what is null excludes none. */
  public Page<ContentView> list(
      ContentView.@Nullable Status status, int limit, @Nullable String cursor) {
    List<ContentView> rows =
        jdbc.sql(
                """
                select content_id, title, source_url, status, profiles, thumbnails, metadata,
                       renditions, saga_id, stored_at, published_at, updated_at, version,
                       stored_position, position
                  from readmodels.content
                 where stored_position < :before
                   and (cast(:status as text) is null or status = :status)
                 order by stored_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("status", status == null ? null : status.name())
            .param("limit", limit + 1)
            .query((row, _) -> ContentView.of(ContentTable.read(row)))
            .list();
    return Page.of(rows, limit, ContentView::storedPosition);
  }
}
