package dev.skald.bench.peers;

import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Functions;
import java.util.function.BiFunction;

/** Workflows on the Temporal server, started and worked on by one process. */
abstract class TemporalPeer implements Peer {

  private final WorkflowServiceStubs stubs;
  private final WorkerFactory factory;
  private final WorkflowClient client;
  private final String queue;

  private TemporalPeer(Place place, String queue) {
    this.queue = queue;
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(place.temporal()).build());
    client = WorkflowClient.newInstance(stubs);
    factory = WorkerFactory.newInstance(client);
  }

  /** The same search attributes as a saga has at its start, and an eager start. */
  static Peer limit(Place place) {
    TemporalPeer peer =
        new TemporalPeer(place, "limit") {
          @Override
          public boolean run(String id, boolean refused) {
            client().newWorkflowStub(Nothing.class, eager(options(id), id)).run(id);
            return true;
          }
        };
    peer.worker().registerWorkflowImplementationTypes(Nothing.Done.class);
    peer.factory.start();
    return peer;
  }

  private static WorkflowOptions eager(WorkflowOptions.Builder options, String id) {
    SearchAttributes attributes =
        SearchAttributes.newBuilder()
            .set(SagaAttributes.TYPE, "account-transfer")
            .set(SagaAttributes.STATUS, SagaStatus.RUNNING.name())
            .set(SagaAttributes.BUSINESS_KEY, id)
            .build();
    return options.setDisableEagerExecution(false).setTypedSearchAttributes(attributes).build();
  }

  /** As the samples have it, with the options that are the default. */
  static Peer plain(Place place) {
    return transfers(
        place, "plain", PlainTransfer.Told::byActivities, (options, _) -> options.build());
  }

  /** The same steps as quickly as Temporal takes them, with what the limit carries. */
  static Peer local(Place place) {
    return transfers(place, "local", PlainTransfer.Told::byLocalActivities, TemporalPeer::eager);
  }

  private static Peer transfers(
      Place place,
      String queue,
      Functions.Func<PlainTransfer> told,
      BiFunction<WorkflowOptions.Builder, String, WorkflowOptions> asked) {
    Effects effects = Effects.in(place);
    TemporalPeer peer =
        new TemporalPeer(place, queue) {
          @Override
          public boolean run(String id, boolean refused) {
            WorkflowOptions options = asked.apply(options(id), id);
            boolean made =
                client().newWorkflowStub(PlainTransfer.class, options).transfer(id, refused);
            return made != refused;
          }

          @Override
          public void close() {
            super.close();
            effects.close();
          }
        };
    Worker worker = peer.worker();
    worker.registerWorkflowImplementationFactory(PlainTransfer.class, told);
    worker.registerActivitiesImplementations(new PlainSteps.Inserting(effects));
    peer.factory.start();
    return peer;
  }

  WorkflowClient client() {
    return client;
  }

  WorkflowOptions.Builder options(String id) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue);
  }

  private Worker worker() {
    return factory.newWorker(queue);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    stubs.shutdownNow();
  }
}
