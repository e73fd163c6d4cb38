package dev.lehr.bench;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.neighbors.VerletList;
import dev.lehr.simulation.state.SimState;
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

/** Building neighbour lists of argon, and asking whether one still holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NeighborListBenchmark {

  private static final double CUTOFF = 8.5125;
  private static final double SKIN = 1;

  /** Cubic cells along each axis: 4 to 4,000 atoms. */
  @Param({"1", "2", "3", "5", "10"})
  public int cells;

  private SimState state;
  private VerletList verlet;

  /** Makes the crystal. */
  @Setup
  public void setUp() {
    state = Crystal.argon(cells, 0.05, 1);
    verlet = VerletList.build(state, 0, CUTOFF, SKIN);
  }

  /** All directed pairs. */
  @Benchmark
  public NeighborList full() {
    return NeighborList.of(state, 0, CUTOFF);
  }

  /** What a model asks for. */
  @Benchmark
  public VerletList verlet() {
    return VerletList.build(state, 0, CUTOFF, SKIN);
  }

  /** What is asked in each step. */
  @Benchmark
  public boolean holds() {
    return verlet.holdsFor(state, 0, CUTOFF);
  }
}
