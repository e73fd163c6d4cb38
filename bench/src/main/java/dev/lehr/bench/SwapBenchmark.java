package dev.lehr.bench;

import dev.lehr.simulation.autobatch.InFlightAutoBatcher;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.state.SimState;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A swap in a batch of 2,000 atoms in systems of 32, without any physics. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SwapBenchmark {

  /** How many systems leave and are replaced; 0 is what most steps do. */
  @Param({"0", "1", "8"})
  public int leaving;

  private InFlightAutoBatcher batcher;
  private SimState batch;

  /** Fills the batch from a queue that never ends. */
  @Setup
  public void setUp() {
    SimState one = Crystal.argon(2, 0.05, 1);
    new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.none(),
            Convergence.force(0.01, 1000))
        .prepare(one);
    batcher =
        InFlightAutoBatcher.builder()
            .memoryScalesWith(MemoryMetric.N_ATOMS)
            .maxMemoryScaler(2000)
            .build();
    batcher.loadStates(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public SimState next() {
            return one;
          }
        });
    batch = batcher.nextBatch(null, null).batch().orElseThrow();
  }

  /** What the batcher does after a step. */
  @Benchmark
  public SimState swap() {
    boolean[] converged = new boolean[batch.nSystems()];
    for (int i = 0; i < leaving; i++) {
      converged[7 * i] = true;
    }
    batch = batcher.nextBatch(batch, converged).batch().orElseThrow();
    return batch;
  }
}
