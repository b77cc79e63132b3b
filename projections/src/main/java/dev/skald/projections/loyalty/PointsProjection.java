package dev.skald.projections.loyalty;

import dev.skald.domain.CustomerId;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.domain.loyalty.PointsEvent.PointsRevoked;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import dev.skald.projections.loyalty.PointsView.Kind;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** What customers were given and lost; what they have is the sum. */
public final class PointsProjection implements Projection {

  public static final String NAME = "points";

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
    return List.of("points_entry");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachEvent(PointsEvent.CATEGORY, PointsEvent.class, PointsProjection::fold));
  }

  private static void fold(Fact<PointsEvent> fact, Rows rows) {
    switch (fact.event()) {
      case PointsAwarded(CustomerId customer, long points) ->
          entry(fact, customer, Kind.AWARDED, points, rows);
      case PointsRevoked(CustomerId customer, long points) ->
          entry(fact, customer, Kind.REVOKED, -points, rows);
    }
  }

  private static void entry(
      Fact<PointsEvent> fact, CustomerId customer, Kind kind, long points, Rows rows) {
    rows.write(
        """
        insert into points_entry
               (reference, version, kind, customer_id, points, recorded_at, position)
        values (:reference, :version, :kind, :customerId, :points, :recordedAt, :position)
        """,
        new MapSqlParameterSource("reference", fact.id())
            .addValue("version", fact.version())
            .addValue("kind", kind.name())
            .addValue("customerId", customer.value())
            .addValue("points", points)
            .addValue("recordedAt", Rows.time(fact.at()))
            .addValue("position", fact.position()));
  }
}
