package dev.skald.projections.notifications;

import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import tools.jackson.databind.json.JsonMapper;

/** What people were told, and about what. */
public final class NotificationProjection implements Projection {

  public static final String NAME = "notifications";
  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("notification");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachEvent(
            NotificationEvent.CATEGORY, NotificationEvent.class, NotificationProjection::fold));
  }

  private static void fold(Fact<NotificationEvent> fact, Rows rows) {
    switch (fact.event()) {
      case NotificationSent sent -> send(sent, fact, rows);
    }
  }

  private static void send(NotificationSent sent, Fact<NotificationEvent> fact, Rows rows) {
    rows.write(
        """
        insert into notification
               (notification_id, version, recipients, subject, message, reference, sent_at,
                position)
        values (:notificationId, :version, cast(:recipients as jsonb), :subject, :message,
                :reference, :sentAt, :position)
        """,
        new MapSqlParameterSource("notificationId", fact.id())
            .addValue("version", fact.version())
            .addValue("recipients", JSON.writeValueAsString(sent.recipients()))
            .addValue("subject", sent.subject())
            .addValue("message", sent.text())
            .addValue("reference", sent.reference())
            .addValue("sentAt", Rows.time(fact.at()))
            .addValue("position", fact.position()));
  }
}
