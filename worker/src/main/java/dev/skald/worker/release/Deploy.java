package dev.skald.worker.release;

import dev.skald.worker.release.Deployment.Build;
import dev.skald.worker.release.Deployment.Routing;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowServiceException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Tells Temporal which build of our workers takes which runs, as its own command line tool does.
 */
public final class Deploy {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int EXAMPLES = 5;

  private final WorkflowClient client;
  private final Deployment deployment;
  private final DeployOptions options;
  private final PrintStream out;

  private Deploy(
      WorkflowClient client, Deployment deployment, DeployOptions options, PrintStream out) {
    this.client = client;
    this.deployment = deployment;
    this.options = options;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(System.out, arguments));
  }

  /** Answers the exit code, for which see the usage. */
  public static int run(PrintStream out, String... arguments) {
    DeployOptions options;
    try {
      options = DeployOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      out.printf("%s; it%n%s%n", e.getMessage(), DeployOptions.USAGE);
      return 2;
    }
    try (Connection connection = Connection.open(options.settings())) {
      WorkflowClient client = connection.client();
      Deployment deployment = new Deployment(client, name(options, connection));
      return new Deploy(client, deployment, options, out).run();
    } catch (IllegalStateException | StatusRuntimeException | WorkflowServiceException e) {
      out.printf("It could not be done: %s%n", e.getMessage());
      return 2;
    }
  }

  private static String name(DeployOptions options, Connection connection) {
    if (!options.deployment().isEmpty()) {
      return options.deployment();
    }
    String configured = connection.setting("skald.temporal.deployment.name");
    if (!configured.isEmpty()) {
      return configured;
    }
    List<String> names = Deployment.names(connection.client());
    if (names.size() != 1) {
      throw new IllegalStateException(
          names.isEmpty()
              ? "no worker there has a deployment; start it with skald.temporal.deployment.name and .build-id"
              : "say with --deployment which of %s is meant".formatted(names));
    }
    return names.getFirst();
  }

  private int run() {
    return switch (options.action()) {
      case STATUS -> status();
      case CURRENT -> {
        awaitKnown();
        deployment.setCurrent(options.build());
        out.printf("New runs go to build %s.%n", options.build());
        yield status();
      }
      case RAMP -> ramp();
      case DRAIN -> drain();
    };
  }

  private int status() {
    Routing routing = deployment.routing();
    out.printf(
        "Deployment %s: new runs go to %s%s.%n",
        deployment.name(),
        routing.current().isEmpty() ? "workers without a build" : "build " + routing.current(),
        routing.ramping().isEmpty()
            ? ""
            : ", %.0f %% of them to build %s".formatted(routing.percent(), routing.ramping()));
    out.printf("  %-30s %-10s %s%n", "build", "status", "open runs");
    for (Build build : deployment.builds()) {
      out.printf("  %-30s %-10s %d%n", build.id(), build.status(), build.openRuns());
    }
    return 0;
  }

  private int ramp() {
    if (options.percent() == 0) {
      deployment.setRamping("", 0);
      out.printf("No build is ramped any more.%n");
    } else {
      awaitKnown();
      deployment.setRamping(options.build(), options.percent());
      out.printf("%d %% of new runs go to build %s.%n", options.percent(), options.build());
    }
    return status();
  }

  /** A build that new runs go to never gets empty, so that has to end first. */
  private int drain() {
    Routing routing = deployment.routing();
    if (routing.current().equals(options.build())) {
      throw new IllegalStateException(
          "build %s is current; make another one current first".formatted(options.build()));
    }
    if (routing.ramping().equals(options.build())) {
      deployment.setRamping("", 0);
    }
    Optional<Build> drained = await(build -> build.openRuns() == 0);
    if (drained.isPresent()) {
      out.printf("Build %s is drained: no run needs it any more.%n", options.build());
      return 0;
    }
    Build build =
        deployment
            .build(options.build())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no build %s in deployment %s"
                            .formatted(options.build(), deployment.name())));
    out.printf("Build %s still holds %d open run(s), such as%n", build.id(), build.openRuns());
    client
        .listExecutions(deployment.openRunsQuery(build.id()))
        .limit(EXAMPLES)
        .forEach(run -> out.printf("  %s%n", run.getExecution().getWorkflowId()));
    return 3;
  }

  private void awaitKnown() {
    if (await(_ -> true).isEmpty()) {
      throw new IllegalStateException(
          "no worker of build %s has asked for work within %d s"
              .formatted(options.build(), options.patience().toSeconds()));
    }
  }

  private Optional<Build> await(Predicate<Build> condition) {
    long begun = System.nanoTime();
    while (true) {
      Optional<Build> build = deployment.build(options.build()).filter(condition);
      if (build.isPresent() || System.nanoTime() - begun >= options.patience().toNanos()) {
        return build;
      }
      rest();
    }
  }

  private static void rest() {
    try {
      boolean _ = new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
