package dev.lehr.worker.run;

import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;

/**
 * Which build of a deployment a worker is, for Temporal's worker versioning.
 *
 * @param deployment name of the deployment, the same for all its builds
 * @param id of the build: another one for whatever is not the same program
 */
public record Build(String deployment, String id) {

  WorkerDeploymentOptions options() {
    return WorkerDeploymentOptions.newBuilder()
        .setVersion(new WorkerDeploymentVersion(deployment, id))
        .setUseVersioning(true)
        .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
        .build();
  }
}
