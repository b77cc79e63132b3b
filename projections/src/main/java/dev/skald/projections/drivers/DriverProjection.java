package dev.skald.projections.drivers;

import dev.skald.domain.drivers.DriverEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Drivers. */
public final class DriverProjection implements Projection {

  public static final String NAME = "drivers";

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
    return List.of("driver");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(Source.eachStream(DriverEvent.CATEGORY, DriverEvent.class, new DriverTable()));
  }
}
