package dev.skald.projections.content;

import dev.skald.domain.content.ContentEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Content. */
public final class ContentProjection implements Projection {

  public static final String NAME = "content";

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
    return List.of("content");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachStream(ContentEvent.CATEGORY, ContentEvent.class, new ContentTable()));
  }
}
