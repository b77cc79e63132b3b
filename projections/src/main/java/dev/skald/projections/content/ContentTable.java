package dev.skald.projections.content;

import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.Thumbnail;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.content.ContentRow.Made;
import dev.skald.projections.content.ContentView.Status;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One row for each piece of content. */
final class ContentTable implements StateTable<ContentRow, ContentEvent> {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();
  private static final TypeReference<List<Profile>> PROFILES = new TypeReference<>() {};
  private static final TypeReference<List<Thumbnail>> THUMBNAILS = new TypeReference<>() {};
  private static final TypeReference<List<Rendition>> RENDITIONS = new TypeReference<>() {};

  @Override
  public Map<String, ContentRow> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select content_id, title, source_url, status, profiles, thumbnails, metadata,
                   renditions, saga_id, stored_at, published_at, updated_at, version,
                   stored_position, position
              from content
             where content_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(ContentRow::contentId, Function.identity()));
  }

  @Override
  public ContentRow evolve(@Nullable ContentRow state, Fact<ContentEvent> fact) {
    return ContentRow.evolve(state, fact);
  }

  @Override
  public void store(ContentRow content, Rows rows) {
    rows.write(
        """
        insert into content
               (content_id, title, source_url, status, profiles, thumbnails, metadata, renditions,
                saga_id, stored_at, published_at, updated_at, version, stored_position, position)
        values (:contentId, :title, :sourceUrl, :status, cast(:profiles as jsonb),
                cast(:thumbnails as jsonb), cast(:metadata as jsonb), cast(:renditions as jsonb),
                :sagaId, :storedAt, :publishedAt, :updatedAt, :version, :storedPosition, :position)
        on conflict (content_id)
        do update set title = excluded.title, source_url = excluded.source_url,
                      status = excluded.status, profiles = excluded.profiles,
                      thumbnails = excluded.thumbnails, metadata = excluded.metadata,
                      renditions = excluded.renditions, saga_id = excluded.saga_id,
                      stored_at = excluded.stored_at, published_at = excluded.published_at,
                      updated_at = excluded.updated_at, version = excluded.version,
                      position = excluded.position
        """,
        new MapSqlParameterSource("contentId", content.contentId())
            .addValue("title", content.title())
            .addValue("sourceUrl", content.sourceUrl())
            .addValue("status", content.status().name())
            .addValue("profiles", JSON.writeValueAsString(content.profiles()))
            .addValue("thumbnails", JSON.writeValueAsString(content.made().thumbnails()))
            .addValue("metadata", metadata(content.made().metadata()))
            .addValue("renditions", JSON.writeValueAsString(content.made().renditions()))
            .addValue("sagaId", content.sagaId())
            .addValue("storedAt", Rows.time(content.storedAt()))
            .addValue("publishedAt", Rows.time(content.publishedAt()))
            .addValue("updatedAt", Rows.time(content.updatedAt()))
            .addValue("version", content.version())
            .addValue("storedPosition", content.storedPosition())
            .addValue("position", content.position()));
  }

  static ContentRow read(ResultSet row) throws SQLException {
    Timestamp publishedAt = row.getTimestamp("published_at");
    String metadata = row.getString("metadata");
    return new ContentRow(
        row.getString("content_id"),
        row.getString("title"),
        row.getString("source_url"),
        Status.valueOf(row.getString("status")),
        JSON.readValue(row.getString("profiles"), PROFILES),
        new Made(
            JSON.readValue(row.getString("thumbnails"), THUMBNAILS),
            metadata == null ? null : JSON.readValue(metadata, MediaMetadata.class),
            JSON.readValue(row.getString("renditions"), RENDITIONS)),
        row.getString("saga_id"),
        row.getTimestamp("stored_at").toInstant(),
        publishedAt == null ? null : publishedAt.toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("version"),
        row.getLong("stored_position"),
        row.getLong("position"));
  }

  private static @Nullable String metadata(@Nullable MediaMetadata metadata) {
    return metadata == null ? null : JSON.writeValueAsString(metadata);
  }
}
