package dev.skald.worker;

import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which build of which deployment this worker is, for Temporal's worker versioning.
 *
 * @param name of the deployment, the same for all builds; empty: runs go to any worker
 * @param buildId of this code, another one for each release; empty as well then
 */
@ConfigurationProperties("skald.temporal.deployment")
record DeploymentProperties(@DefaultValue("") String name, @DefaultValue("") String buildId) {

  DeploymentProperties {
    if (name.isEmpty() != buildId.isEmpty()) {
      throw new IllegalArgumentException(
          "skald.temporal.deployment.name is '%s' and build-id is '%s', but they go together"
              .formatted(name, buildId));
    }
    if (name.contains(":") || name.contains(".")) {
      throw new IllegalArgumentException(
          "skald.temporal.deployment.name is '%s', but must be without ':' and '.'"
              .formatted(name));
    }
  }

  boolean isOn() {
    return !name.isEmpty();
  }

  /** For the worker; a saga that says nothing stays with the build that it began with. */
  Optional<WorkerDeploymentOptions> options() {
    return isOn()
        ? Optional.of(
            WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(name, buildId))
                .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                .build())
        : Optional.empty();
  }
}
