package dev.skald.worker.release;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.deployment.v1.WorkerDeploymentInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentRequest;
import io.temporal.api.workflowservice.v1.ListWorkerDeploymentsRequest;
import io.temporal.api.workflowservice.v1.ListWorkerDeploymentsResponse;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentRampingVersionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All builds of our workers that a server knows, under one name. */
final class Deployment {

  private static final String IDENTITY = "skald deploy";

  /**
   * One of them.
   *
   * @param status as Temporal calls it: inactive, current, ramping, draining or drained
   * @param openRuns that stay with it, or are there now
   */
  record Build(String id, String status, long openRuns) {}

  /**
   * Where new runs go.
   *
   * @param current empty where none of them is
   * @param ramping empty where none is
   */
  record Routing(String current, String ramping, float percent) {}

  private final WorkflowClient client;
  private final String namespace;
  private final String name;

  Deployment(WorkflowClient client, String name) {
    this.client = client;
    this.namespace = client.getOptions().getNamespace();
    this.name = name;
  }

  static List<String> names(WorkflowClient client) {
    ListWorkerDeploymentsResponse listed =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .listWorkerDeployments(
                ListWorkerDeploymentsRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .build());
    return listed.getWorkerDeploymentsList().stream()
        .map(ListWorkerDeploymentsResponse.WorkerDeploymentSummary::getName)
        .toList();
  }

  String name() {
    return name;
  }

  Routing routing() {
    return describe()
        .map(WorkerDeploymentInfo::getRoutingConfig)
        .map(
            config ->
                new Routing(
                    config.getCurrentDeploymentVersion().getBuildId(),
                    config.getRampingDeploymentVersion().getBuildId(),
                    config.getRampingVersionPercentage()))
        .orElseGet(() -> new Routing("", "", 0));
  }

  /** The newest first. */
  List<Build> builds() {
    return describe().stream()
        .flatMap(info -> info.getVersionSummariesList().stream())
        .map(
            summary ->
                new Build(
                    summary.getDeploymentVersion().getBuildId(),
                    status(summary.getStatus().name()),
                    openRuns(summary.getDeploymentVersion().getBuildId())))
        .toList();
  }

  Optional<Build> build(String id) {
    return builds().stream().filter(build -> build.id().equals(id)).findFirst();
  }

  /** Refused by the server where no worker of the build has polled yet. */
  void setCurrent(String build) {
    stub()
        .setWorkerDeploymentCurrentVersion(
            SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                .setNamespace(namespace)
                .setDeploymentName(name)
                .setBuildId(build)
                .setIdentity(IDENTITY)
                .build());
  }

  /**
   * @param build empty to end the ramp
   */
  void setRamping(String build, int percent) {
    stub()
        .setWorkerDeploymentRampingVersion(
            SetWorkerDeploymentRampingVersionRequest.newBuilder()
                .setNamespace(namespace)
                .setDeploymentName(name)
                .setBuildId(build)
                .setPercentage(percent)
                .setIdentity(IDENTITY)
                .build());
  }

  /** Runs by which a build is still needed. */
  String openRunsQuery(String build) {
    return "TemporalWorkerDeploymentVersion = '%s:%s' AND ExecutionStatus = 'Running'"
        .formatted(name, build);
  }

  private long openRuns(String build) {
    return client.countWorkflows(openRunsQuery(build)).getCount();
  }

  private Optional<WorkerDeploymentInfo> describe() {
    try {
      return Optional.of(
          stub()
              .describeWorkerDeployment(
                  DescribeWorkerDeploymentRequest.newBuilder()
                      .setNamespace(namespace)
                      .setDeploymentName(name)
                      .build())
              .getWorkerDeploymentInfo());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private WorkflowServiceBlockingStub stub() {
    return client.getWorkflowServiceStubs().blockingStub();
  }

  private static String status(String name) {
    return name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
  }
}
