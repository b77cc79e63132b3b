package dev.skald.projections.trips;

import dev.skald.domain.trips.TripEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Trips. */
public final class TripProjection implements Projection {

  public static final String NAME = "trips";

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
    return List.of("trip");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(Source.eachStream(TripEvent.CATEGORY, TripEvent.class, new TripTable()));
  }
}
