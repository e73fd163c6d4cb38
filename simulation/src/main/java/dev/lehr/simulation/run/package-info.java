/**
 * Many structures, one model, one call: the library without campaigns, files or a server.
 *
 * <p>{@link dev.lehr.simulation.run.Lehr} has the verbs. {@code optimize} relaxes, {@code
 * integrate} follows trajectories, {@code singlePoint} evaluates once. They keep the batch full as
 * campaigns do: what has converged leaves, what waits joins. The result of a structure is the same
 * to the last bit in any batch, on any number of threads.
 *
 * <p>Relax a list of structures:
 *
 * <pre>{@code
 * Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
 * Results results = Lehr.optimize(structures, model);
 * for (Result r : results) {
 *   System.out.println(r.id() + " " + r.status() + " " + r.energy() + " eV");
 * }
 * }</pre>
 *
 * <p>Say what is to be done with {@link dev.lehr.simulation.run.Optimization}, and how with {@link
 * dev.lehr.simulation.run.Execution}:
 *
 * <pre>{@code
 * Optimization tight = Optimization.builder().fmax(0.001).relaxCell().maxSteps(500).build();
 * Execution execution =
 *     Execution.builder()
 *         .batching(Batching.inFlight(MemoryMetric.N_ATOMS, 2000))
 *         .onProgress(p -> System.out.printf("%d done, %d in flight%n", p.done(), p.inFlight()))
 *         .build();
 * Results results = Lehr.optimize(structures, model, tight, execution);
 * }</pre>
 *
 * <p>Take results as they finish, without holding all structures in memory:
 *
 * <pre>{@code
 * double lowest = Double.POSITIVE_INFINITY;
 * try (Run run = Lehr.stream(structures, model, Optimization.defaults(), Execution.defaults())) {
 *   while (run.hasNext()) {
 *     lowest = Math.min(lowest, run.next().energy());
 *   }
 * }
 * }</pre>
 *
 * <p>A structure that cannot be computed is a result with a reason and disturbs no other:
 *
 * <pre>{@code
 * Results results = Lehr.singlePoint(structures, model);
 * for (Result r : results) {
 *   if (r.status() == Status.FAILED) {
 *     lines.add(r.id() + ": " + r.reason() + ": " + r.detail());
 *   }
 * }
 * }</pre>
 *
 * <p>An interrupt of the calling thread ends a run after the step under way: what is done is done,
 * the rest has the status {@link dev.lehr.simulation.run.Status#INTERRUPTED}, and the thread is
 * still interrupted.
 */
@NullMarked
package dev.lehr.simulation.run;

import org.jspecify.annotations.NullMarked;
