package dev.skald.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClosedRunsTest {

  private static final int RUNS = 1_200;
  private static final int PAGE = 100;

  /** Lists more runs than anybody would keep in one list, a page at a time. */
  private static final class ManyRuns extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request,
        StreamObserver<ListWorkflowExecutionsResponse> answer) {
      String token = request.getNextPageToken().toStringUtf8();
      int from = token.isEmpty() ? 0 : Integer.parseInt(token);
      ListWorkflowExecutionsResponse.Builder page = ListWorkflowExecutionsResponse.newBuilder();
      for (int run = from; run < from + PAGE; run++) {
        page.addExecutions(
            WorkflowExecutionInfo.newBuilder()
                .setExecution(
                    WorkflowExecution.newBuilder().setWorkflowId("saga-" + run).setRunId("r"))
                .setType(WorkflowType.newBuilder().setName("account-transfer"))
                .setStartTime(Timestamps.fromMillis(1_000))
                .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED));
      }
      if (from + PAGE < RUNS) {
        page.setNextPageToken(ByteString.copyFromUtf8(String.valueOf(from + PAGE)));
      }
      answer.onNext(page.build());
      answer.onCompleted();
    }
  }

  @Test
  void all_are_listed_however_many_there_are() throws IOException, InterruptedException {
    Server server =
        InProcessServerBuilder.forName("many-runs").addService(new ManyRuns()).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName("many-runs").build();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
    try (Stream<OpenSaga> runs =
        new ClosedRuns(WorkflowClient.newInstance(stubs)).begunBefore(Instant.now())) {
      assertThat(runs.map(OpenSaga::sagaId).distinct()).hasSize(RUNS).endsWith("saga-1199");
    } finally {
      stubs.shutdownNow();
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }
}
