package dev.skald.worker.release;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.deployment.v1.WorkerDeploymentVersion;
import io.temporal.api.enums.v1.VersioningBehavior;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that only knows histories, which it hands out a few events at a time. */
final class Archive extends WorkflowServiceGrpc.WorkflowServiceImplBase implements AutoCloseable {

  private static final int PAGE = 5;
  private static final int LONGEST_HOLD_SECONDS = 20;

  private record Kept(WorkflowExecutionInfo run, List<HistoryEvent> events) {}

  private final Map<String, Kept> runs = new LinkedHashMap<>();
  private final Set<String> locked = new HashSet<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private final AtomicInteger pages = new AtomicInteger();
  private final Server server;

  Archive() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** How often part of a history was asked for. */
  int pages() {
    return pages.get();
  }

  void keep(String runId, String type, boolean open, List<HistoryEvent> events) {
    WorkflowExecution run =
        WorkflowExecution.newBuilder()
            .setWorkflowId(
                events.getFirst().getWorkflowExecutionStartedEventAttributes().getWorkflowId())
            .setRunId(runId)
            .build();
    runs.put(
        runId,
        new Kept(
            WorkflowExecutionInfo.newBuilder()
                .setExecution(run)
                .setType(WorkflowType.newBuilder().setName(type))
                .setStatus(
                    open
                        ? WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                        : WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
                .build(),
            events));
  }

  /** That run is only ever given to this build. */
  void pin(String runId, String build) {
    Kept kept = Objects.requireNonNull(runs.get(runId));
    WorkflowExecutionInfo.Builder pinned = kept.run().toBuilder();
    pinned
        .getVersioningInfoBuilder()
        .setBehavior(VersioningBehavior.VERSIONING_BEHAVIOR_PINNED)
        .setDeploymentVersion(
            WorkerDeploymentVersion.newBuilder().setDeploymentName("skald").setBuildId(build));
    runs.put(runId, new Kept(pinned.build(), kept.events()));
  }

  /** From now on whoever reads a history has to wait, until the answer is counted down. */
  CountDownLatch hold() {
    held = new CountDownLatch(1);
    return held;
  }

  /** From now on nobody may read that history. */
  void lock(String runId) {
    locked.add(runId);
  }

  private List<WorkflowExecutionInfo> listed(String query) {
    boolean open = query.contains("ExecutionStatus = 'Running'");
    List<WorkflowExecutionInfo> listed = new ArrayList<>();
    for (Kept kept : runs.values()) {
      if (open
          == (kept.run().getStatus()
              == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)) {
        listed.add(kept.run());
      }
    }
    return listed;
  }

  @Override
  public void countWorkflowExecutions(
      CountWorkflowExecutionsRequest request,
      StreamObserver<CountWorkflowExecutionsResponse> response) {
    answer(
        response,
        CountWorkflowExecutionsResponse.newBuilder()
            .setCount(listed(request.getQuery()).size())
            .build());
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> response) {
    answer(
        response,
        ListWorkflowExecutionsResponse.newBuilder()
            .addAllExecutions(listed(request.getQuery()))
            .build());
  }

  @Override
  public void getWorkflowExecutionHistory(
      GetWorkflowExecutionHistoryRequest request,
      StreamObserver<GetWorkflowExecutionHistoryResponse> response) {
    pages.incrementAndGet();
    awaitLetGo();
    String runId = request.getExecution().getRunId();
    if (locked.contains(runId)) {
      response.onError(
          Status.PERMISSION_DENIED.withDescription("it is locked").asRuntimeException());
      return;
    }
    List<HistoryEvent> events = Objects.requireNonNull(runs.get(runId)).events();
    String token = request.getNextPageToken().toStringUtf8();
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = Math.min(from + PAGE, events.size());
    GetWorkflowExecutionHistoryResponse.Builder page =
        GetWorkflowExecutionHistoryResponse.newBuilder();
    page.getHistoryBuilder().addAllEvents(events.subList(from, to));
    if (to < events.size()) {
      page.setNextPageToken(ByteString.copyFromUtf8(String.valueOf(to)));
    }
    answer(response, page.build());
  }

  @Override
  public void describeWorkflowExecution(
      DescribeWorkflowExecutionRequest request,
      StreamObserver<DescribeWorkflowExecutionResponse> response) {
    Kept kept = Objects.requireNonNull(runs.get(request.getExecution().getRunId()));
    answer(
        response,
        DescribeWorkflowExecutionResponse.newBuilder()
            .setWorkflowExecutionInfo(kept.run())
            .build());
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> response) {
    answer(response, GetSystemInfoResponse.getDefaultInstance());
  }

  private void awaitLetGo() {
    try {
      if (!held.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the histories go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <M> void answer(StreamObserver<M> response, M message) {
    response.onNext(message);
    response.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
