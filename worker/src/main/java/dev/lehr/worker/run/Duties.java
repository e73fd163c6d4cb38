package dev.lehr.worker.run;

import dev.lehr.workflows.run.TaskQueues;
import java.util.List;
import java.util.Optional;

/**
 * What a worker process does among others.
 *
 * @param role of all that there is to do
 * @param classes of workers that it belongs to, for campaigns that ask for one; empty: it takes
 *     slices of those that ask for none
 * @param build for worker versioning; empty: it takes no part in that
 */
public record Duties(Role role, List<String> classes, Optional<Build> build) {

  /** Copies. */
  public Duties {
    classes = List.copyOf(classes);
  }

  /** Everything, for campaigns that ask for nothing in particular. */
  public static Duties all() {
    return new Duties(Role.ALL, List.of(), Optional.empty());
  }

  /** The task queues with slices for it. */
  List<String> sliceQueues() {
    return classes.isEmpty()
        ? List.of(TaskQueues.engine(""))
        : classes.stream().map(TaskQueues::engine).toList();
  }
}
