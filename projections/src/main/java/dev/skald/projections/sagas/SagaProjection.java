package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Sagas: how far each is, and how it ended. Its switch over the events is {@link SagaFold}'s. */
public final class SagaProjection implements Projection {

  public static final String NAME = "sagas";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 9;
  }

  @Override
  public List<String> tables() {
    return List.of("saga");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(Source.eachStream(SagaEvent.CATEGORY, SagaEvent.class, new SagaTable()));
  }
}
