package dev.skald.projections.engine;

import java.util.List;

/** The same projection, as if its rows came out differently now. */
record Raised(Projection projection, int version) implements Projection {

  @Override
  public String name() {
    return projection.name();
  }

  @Override
  public List<String> tables() {
    return projection.tables();
  }

  @Override
  public List<Source<?>> sources() {
    return projection.sources();
  }
}
