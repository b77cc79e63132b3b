package dev.skald.worker.golden;

import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.worker.Participants;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.engine.*;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.*;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.*;
import io.temporal.testing.*;
import io.temporal.worker.Worker;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;

class ProbeTest {
  @Test
  void probe() throws Exception {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(
                        DefaultDataConverter.newDefaultInstance()
                            .withPayloadConverterOverrides(
                                new Jackson3JsonPayloadConverter(EventTypeRegistry.jsonMapper())))
                    .build());
    SagaAttributes.ALL.forEach(
        k ->
            options.registerSearchAttribute(
                k.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    try (var temporal = TestWorkflowEnvironment.newInstance(options.build())) {
      Worker worker = temporal.newWorker("skald");
      worker.registerWorkflowImplementationFactory(
          SagaWorkflow.class, () -> new SagaWorkflow(Sagas.ALL));
      Participants p = new Participants();
      p.open();
      worker.registerActivitiesImplementations(p.activities().toArray());
      temporal.start();
      WorkflowStub saga =
          temporal
              .getWorkflowClient()
              .newUntypedWorkflowStub(
                  "account-transfer",
                  WorkflowOptions.newBuilder()
                      .setTaskQueue("skald")
                      .setWorkflowId("x1")
                      .setTypedSearchAttributes(
                          SagaAttributes.atStart(new AccountTransferSaga().type(), "x1"))
                      .build());
      saga.start(
          new SagaStart("x1", "hash", new Origin("tester", "c", null, null, null, null)),
          new AccountTransfer(
              null, new AccountId("a"), new AccountId("b"), Money.of("1.00", "EUR"), null));
      saga.getResult(SagaOutcome.class);
      WorkflowExecutionHistory h = temporal.getWorkflowClient().fetchHistory("x1");
      Path f = Path.of("/tmp/golden/done.json");
      HistoryFile.write(f, h);
      h = HistoryFile.read(f);
      Golden golden = new Golden(temporal.getWorkflowClient(), Sagas.ALL);
      long t = System.nanoTime();
      Mutant none = Mutant.none();
      Golden.Replay plain = golden.replay(h, none);
      System.out.println("PLAIN " + plain.broken() + "\n" + String.join("\n", plain.commands()));
      for (Mutation m : Mutation.values())
        for (int i = 0; i < none.asked().size(); i++) {
          if (m == Mutation.SWAPPED_WITH_THE_NEXT && i + 1 == none.asked().size()) continue;
          Golden.Replay r = golden.replay(h, none.spoilt(m, i));
          String how =
              r.broken()
                  .map(
                      b ->
                          "broken "
                              + b.lines()
                                  .filter(l -> !l.startsWith("\t"))
                                  .reduce((a, b2) -> b2)
                                  .orElse(""))
                  .orElse(r.commands().equals(plain.commands()) ? "MISSED" : "differs");
          System.out.println(
              "MUTANT "
                  + m
                  + " "
                  + i
                  + " "
                  + none.asked().get(i).name()
                  + ": "
                  + how.substring(0, Math.min(200, how.length())));
        }
      System.out.println("TOOK " + (System.nanoTime() - t) / 1000000);
    }
  }
}
