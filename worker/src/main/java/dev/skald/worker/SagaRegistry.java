package dev.skald.worker;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** The sagas that this worker runs. Each has been rehearsed: one that makes no sense stops here. */
record SagaRegistry(List<Saga<?>> sagas) {

  SagaRegistry {
    sagas = List.copyOf(sagas);
    sagas.forEach(StoryRehearsal::of);
  }

  /** What does their steps, one bean for each contract. */
  List<Object> activities(ListableBeanFactory beans) {
    List<Object> activities = new ArrayList<>();
    activities.add(beans.getBean(SagaJournal.class));
    for (Class<?> contract : Sagas.contracts(sagas)) {
      try {
        activities.add(beans.getBean(contract));
      } catch (NoSuchBeanDefinitionException e) {
        throw new IllegalStateException(
            "nothing does the steps of %s: there is no bean of that type"
                .formatted(contract.getSimpleName()),
            e);
      }
    }
    return activities;
  }
}
