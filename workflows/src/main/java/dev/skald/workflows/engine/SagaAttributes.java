package dev.skald.workflows.engine;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;

/** What Temporal's list of runs can be searched by. */
public final class SagaAttributes {

  public static final SearchAttributeKey<String> TYPE = SearchAttributeKey.forKeyword("SagaType");
  public static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("SagaStatus");
  public static final SearchAttributeKey<String> STEP = SearchAttributeKey.forKeyword("SagaStep");
  public static final SearchAttributeKey<String> BUSINESS_KEY =
      SearchAttributeKey.forKeyword("BusinessKey");
  public static final List<SearchAttributeKey<String>> ALL =
      List.of(TYPE, STATUS, STEP, BUSINESS_KEY);

  private SagaAttributes() {}

  /** What a saga starts with; the step stays empty until it waits, turns or ends at one. */
  public static SearchAttributes atStart(SagaType<?> type, String businessKey) {
    return SearchAttributes.newBuilder()
        .set(TYPE, type.name())
        .set(STATUS, SagaStatus.RUNNING.name())
        .set(BUSINESS_KEY, businessKey)
        .build();
  }
}
